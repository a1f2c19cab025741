// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-notice.h"

struct _GateNotice {
  GObject         parent_instance;

  GateNoticeKind  kind;
  GateHubAccount *account; /* (nullable) */
  guint           n_tools;
  char           *key;
};

G_DEFINE_FINAL_TYPE (GateNotice, gate_notice, G_TYPE_OBJECT)

static void
gate_notice_finalize (GObject *object)
{
  GateNotice *self = GATE_NOTICE (object);

  g_clear_object (&self->account);
  g_free (self->key);
  G_OBJECT_CLASS (gate_notice_parent_class)->finalize (object);
}

static void
gate_notice_class_init (GateNoticeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gate_notice_finalize;
}

static void
gate_notice_init (GateNotice *self)
{
}

/**
 * gate_notice_new:
 * @kind: what it is about
 * @account: (nullable): whom it is about
 * @n_tools: of a changed definition, how many tools
 * @detail: (nullable): what makes it another thing than the last of its kind
 *
 * Returns: (transfer full): a notice
 */
GateNotice *
gate_notice_new (GateNoticeKind  kind,
                 GateHubAccount *account,
                 guint           n_tools,
                 const char     *detail)
{
  GateNotice *self = g_object_new (GATE_TYPE_NOTICE, NULL);

  self->kind = kind;
  self->account = account ? g_object_ref (account) : NULL;
  self->n_tools = n_tools;
  self->key = g_strjoin ("/", gate_notice_kind_to_string (kind), account ? gate_hub_account_get_id (account) : "",
                         account ? gate_hub_account_get_account (account) : "", detail ? detail : "", NULL);
  return self;
}

/**
 * gate_notice_get_kind:
 * @self: a notice
 *
 * Returns: what it is about
 */
GateNoticeKind
gate_notice_get_kind (GateNotice *self)
{
  g_return_val_if_fail (GATE_IS_NOTICE (self), GATE_NOTICE_REFUSED);
  return self->kind;
}

/**
 * gate_notice_get_account:
 * @self: a notice
 *
 * Returns: (transfer none) (nullable): whom it is about; %NULL: all that need the network
 */
GateHubAccount *
gate_notice_get_account (GateNotice *self)
{
  g_return_val_if_fail (GATE_IS_NOTICE (self), NULL);
  return self->account;
}

/**
 * gate_notice_get_n_tools:
 * @self: a notice
 *
 * Returns: how many tools changed; 0 where it is about something else
 */
guint
gate_notice_get_n_tools (GateNotice *self)
{
  g_return_val_if_fail (GATE_IS_NOTICE (self), 0);
  return self->n_tools;
}

/**
 * gate_notice_get_key:
 * @self: a notice
 *
 * Returns: the same text for the same thing
 */
const char *
gate_notice_get_key (GateNotice *self)
{
  g_return_val_if_fail (GATE_IS_NOTICE (self), NULL);
  return self->key;
}

/**
 * gate_notice_kind_to_string:
 * @kind: a kind
 *
 * Returns: its name in actions and keys, "refused"
 */
const char *
gate_notice_kind_to_string (GateNoticeKind kind)
{
  static const char *const names[] = {
    [GATE_NOTICE_OFFLINE] = "offline",
    [GATE_NOTICE_REFUSED] = "refused",
    [GATE_NOTICE_CHANGED] = "changed",
    [GATE_NOTICE_DOWN] = "down",
    [GATE_NOTICE_EXPIRING] = "expiring",
  };

  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (names), names[GATE_NOTICE_REFUSED]);
  return names[kind];
}
