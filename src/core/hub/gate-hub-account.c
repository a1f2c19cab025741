// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-hub-account-private.h"

#include "gate-hub-item-private.h"
#include "gate-property.h"
#include "gate-scopes.h"

#include <string.h>

struct _GateHubAccount {
  GObject           parent_instance;

  GateHubConnector *connector;
  char             *account;
  char             *label;
  gboolean          active;
  gboolean          locked;
  const char       *sign_in;   /* (nullable): static */
  char             *issuer;
  char             *scopes;
  gint64            expires;
  gboolean          can_refresh;
  gint64            signed_in_at;
  gint64            last_used;
  gboolean          unused;
  GateAccountPhase  phase;
  gboolean          stale;     /* what it is being asked is asked of a sign-in that is another by now */
  guint             n_tools;
  guint             n_read;
  guint             n_resources;
  guint             n_prompts;
  gint64            listed_at;
  GError           *error;     /* (nullable) */
  GListStore       *items;     /* (element-type GateHubItem) */
};

enum { PROP_0, PROP_CONNECTOR, PROP_ACCOUNT, PROP_LABEL, N_PROPS };

static GParamSpec *props[N_PROPS];
static guint changed_signal;

G_DEFINE_FINAL_TYPE (GateHubAccount, gate_hub_account, G_TYPE_OBJECT)

static void
gate_hub_account_get_property (GObject    *object,
                               guint       id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  GateHubAccount *self = GATE_HUB_ACCOUNT (object);

  switch (id)
    {
    case PROP_CONNECTOR:
      g_value_set_object (value, self->connector);
      break;
    case PROP_ACCOUNT:
      g_value_set_string (value, self->account);
      break;
    case PROP_LABEL:
      g_value_set_string (value, self->label);
      break;
    GATE_INVALID_PROPERTY (object, id, pspec);
    }
}

static void
gate_hub_account_dispose (GObject *object)
{
  GateHubAccount *self = GATE_HUB_ACCOUNT (object);

  g_clear_object (&self->connector);
  g_clear_object (&self->items);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (gate_hub_account_parent_class)->dispose (object);
}

static void
gate_hub_account_finalize (GObject *object)
{
  GateHubAccount *self = GATE_HUB_ACCOUNT (object);

  g_free (self->account);
  g_free (self->label);
  g_free (self->issuer);
  g_free (self->scopes);
  G_OBJECT_CLASS (gate_hub_account_parent_class)->finalize (object);
}

static void
gate_hub_account_class_init (GateHubAccountClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = gate_hub_account_get_property;
  object_class->dispose = gate_hub_account_dispose;
  object_class->finalize = gate_hub_account_finalize;
  props[PROP_CONNECTOR] = g_param_spec_object ("connector", NULL, NULL, GATE_TYPE_HUB_CONNECTOR, GATE_PARAM_READABLE);
  props[PROP_ACCOUNT] = g_param_spec_string ("account", NULL, NULL, NULL, GATE_PARAM_READABLE);
  props[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, GATE_PARAM_READABLE);
  g_object_class_install_properties (object_class, N_PROPS, props);

  /**
   * GateHubAccount::changed:
   *
   * One of its layers, or what it offers, is another than before.
   */
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gate_hub_account_init (GateHubAccount *self)
{
  self->items = g_list_store_new (GATE_TYPE_HUB_ITEM);
}

static void
emit_changed (GateHubAccount *self)
{
  g_signal_emit (self, changed_signal, 0);
}

static char *
make_label (GateHubAccount *self)
{
  const char *label = gate_hub_connector_get_label (self->connector);
  const char * const *accounts = gate_hub_connector_get_accounts (self->connector);
  const char *mine = gate_hub_connector_get_account_label (self->connector, self->account);

  if (!accounts[0] || !accounts[1] || !mine || !*mine)
    return g_strdup (label);
  return g_strdup_printf ("%s (%s)", label, mine);
}

/**
 * gate_hub_account_new:
 * @connector: a connector
 * @account: the id of one of its accounts, "" for the first
 *
 * Returns: (transfer full): an account of which nothing is known yet
 */
GateHubAccount *
gate_hub_account_new (GateHubConnector *connector,
                      const char       *account)
{
  GateHubAccount *self = g_object_new (GATE_TYPE_HUB_ACCOUNT, NULL);

  self->connector = g_object_ref (connector);
  self->account = g_strdup (account);
  self->label = make_label (self);
  return self;
}

/**
 * gate_hub_account_set_connector:
 * @self: an account
 * @connector: its connector, as it stands now
 *
 * Follows an entry that was changed. What the old one offered is forgotten.
 */
void
gate_hub_account_set_connector (GateHubAccount   *self,
                                GateHubConnector *connector)
{
  if (!g_set_object (&self->connector, connector))
    return;

  g_autofree char *label = make_label (self);
  gate_set_str_property (self, &self->label, label, props[PROP_LABEL]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CONNECTOR]);
  /* What the old entry's server still answers is not of this one. */
  self->stale = self->phase == GATE_ACCOUNT_PHASE_LISTING;
  gate_hub_account_take_listing (self, NULL, NULL);
  if (self->stale)
    gate_hub_account_set_listing (self);
}

/**
 * gate_hub_account_set_active:
 * @self: an account
 * @active: it is on in the project
 * @locked: the administrator decides that
 *
 * Sets layer 2.
 */
void
gate_hub_account_set_active (GateHubAccount *self,
                             gboolean        active,
                             gboolean        locked)
{
  if (self->active == active && self->locked == locked)
    return;
  /* It is looked up now: what was not known while it was off, or failed before, may be otherwise by a sign-in that came before this. */
  if (active && !self->active && g_strcmp0 (self->sign_in, "unknown") == 0)
    self->sign_in = NULL;
  if (active && !self->active && self->phase == GATE_ACCOUNT_PHASE_FAILED)
    {
      g_clear_error (&self->error);
      self->phase = GATE_ACCOUNT_PHASE_UNKNOWN;
    }
  self->active = active;
  self->locked = locked;
  emit_changed (self);
}

/**
 * gate_hub_account_take_layers:
 * @self: an account
 * @layers: what was found
 *
 * Sets layers 2 and 3.
 */
void
gate_hub_account_take_layers (GateHubAccount   *self,
                              const GateLayers *layers)
{
  const char *sign_in = g_intern_string (layers->sign_in);
  gboolean locked = self->locked || layers->locked_off;
  gboolean changed = self->sign_in != sign_in || self->active != layers->active || self->locked != locked || self->expires != layers->expires ||
                     self->last_used != layers->last_used || self->unused != gate_layers_are_unused (layers);

  changed = gate_set_str (&self->issuer, layers->issuer) || changed;
  changed = gate_set_str (&self->scopes, layers->scopes) || changed;
  self->sign_in = sign_in;
  self->can_refresh = layers->can_refresh;
  self->signed_in_at = layers->signed_in_at;
  self->active = layers->active;
  self->locked = locked;
  self->expires = layers->expires;
  self->last_used = layers->last_used;
  self->unused = gate_layers_are_unused (layers);
  if (changed)
    emit_changed (self);
}

/**
 * gate_hub_account_set_listing:
 * @self: an account
 *
 * Tells that it is being asked what it offers.
 */
void
gate_hub_account_set_listing (GateHubAccount *self)
{
  self->phase = GATE_ACCOUNT_PHASE_LISTING;
  emit_changed (self);
}

/**
 * gate_hub_account_set_stale:
 * @self: an account that is being asked what it offers
 *
 * Tells that its sign-in, or its entry, became another one meanwhile.
 */
void
gate_hub_account_set_stale (GateHubAccount *self)
{
  self->stale = TRUE;
}

/**
 * gate_hub_account_take_stale:
 * @self: an account
 *
 * Returns: %TRUE when what it was asked was asked of another sign-in or another entry; that is forgotten by now
 */
gboolean
gate_hub_account_take_stale (GateHubAccount *self)
{
  gboolean stale = self->stale;

  self->stale = FALSE;
  return stale;
}

static void
count (GateHubAccount *self,
       GPtrArray      *items)
{
  self->n_tools = self->n_read = self->n_resources = self->n_prompts = 0;
  for (guint i = 0; i < items->len; i++)
    {
      GateHubItemKind kind = gate_hub_item_get_kind (items->pdata[i]);

      self->n_tools += kind == GATE_HUB_ITEM_TOOL;
      self->n_read += kind == GATE_HUB_ITEM_TOOL && g_strcmp0 (gate_hub_item_get_group (items->pdata[i]), "read") == 0;
      self->n_resources += kind == GATE_HUB_ITEM_RESOURCE || kind == GATE_HUB_ITEM_TEMPLATE;
      self->n_prompts += kind == GATE_HUB_ITEM_PROMPT || kind == GATE_HUB_ITEM_SKILL;
    }
}

static void
forget_items (GateHubAccount *self)
{
  g_list_store_remove_all (self->items);
  self->n_tools = self->n_read = self->n_resources = self->n_prompts = 0;
  self->listed_at = 0;
}

/* Fifty connectors have some thousand tools, of which few are looked at. */
static void
pack (GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++)
    gate_hub_item_pack (items->pdata[i]);
}

/**
 * gate_hub_account_take_listing:
 * @self: an account
 * @items: (element-type GateHubItem) (nullable): what it offers
 * @error: (nullable): why that is not known
 *
 * Sets what it offers; with neither it is unknown again. After a failure the former items stay, with their time,
 * unless it is the sign-in that fails: then they are not ours to show.
 */
void
gate_hub_account_take_listing (GateHubAccount *self,
                               GPtrArray      *items,
                               const GError   *error)
{
  g_clear_error (&self->error);
  if (items)
    {
      pack (items);
      g_list_store_splice (self->items, 0, g_list_model_get_n_items (G_LIST_MODEL (self->items)), items->pdata, items->len);
      count (self, items);
      self->phase = GATE_ACCOUNT_PHASE_LISTED;
      self->listed_at = g_get_real_time () / G_USEC_PER_SEC;
    }
  else if (error)
    {
      self->error = g_error_copy (error);
      if (gate_error_get_layer (error) == GATE_LAYER_SIGNED_IN)
        forget_items (self);
      self->phase = GATE_ACCOUNT_PHASE_FAILED;
    }
  else
    {
      forget_items (self);
      self->phase = GATE_ACCOUNT_PHASE_UNKNOWN;
    }
  emit_changed (self);
}

/**
 * gate_hub_account_get_connector:
 * @self: an account
 *
 * Returns: (transfer none): its connector, as the entry stands now
 */
GateHubConnector *
gate_hub_account_get_connector (GateHubAccount *self)
{
  g_return_val_if_fail (GATE_IS_HUB_ACCOUNT (self), NULL);
  return self->connector;
}

/**
 * gate_hub_account_get_id:
 * @self: an account
 *
 * Returns: the connector's id
 */
const char *
gate_hub_account_get_id (GateHubAccount *self)
{
  g_return_val_if_fail (GATE_IS_HUB_ACCOUNT (self), NULL);
  return gate_hub_connector_get_id (self->connector);
}

/**
 * gate_hub_account_get_account:
 * @self: an account
 *
 * Returns: its own id, "" for the first of its connector
 */
const char *
gate_hub_account_get_account (GateHubAccount *self)
{
  g_return_val_if_fail (GATE_IS_HUB_ACCOUNT (self), NULL);
  return self->account;
}

/**
 * gate_hub_account_get_label:
 * @self: an account
 *
 * Returns: what people call it; the account is named where the connector has several
 */
const char *
gate_hub_account_get_label (GateHubAccount *self)
{
  g_return_val_if_fail (GATE_IS_HUB_ACCOUNT (self), NULL);
  return self->label;
}

/**
 * gate_hub_account_get_active:
 * @self: an account
 *
 * Returns: %TRUE when it is on in the project (layer 2)
 */
gboolean
gate_hub_account_get_active (GateHubAccount *self)
{
  g_return_val_if_fail (GATE_IS_HUB_ACCOUNT (self), FALSE);
  return self->active;
}

/**
 * gate_hub_account_get_locked:
 * @self: an account
 *
 * Returns: %TRUE when the administrator decides whether it is on
 */
gboolean
gate_hub_account_get_locked (GateHubAccount *self)
{
  g_return_val_if_fail (GATE_IS_HUB_ACCOUNT (self), FALSE);
  return self->locked;
}

/**
 * gate_hub_account_get_kept_sign_in:
 * @self: an account
 *
 * Returns: (nullable): layer 3 as the keyring alone tells it
 */
const char *
gate_hub_account_get_kept_sign_in (GateHubAccount *self)
{
  return self->sign_in;
}

/**
 * gate_hub_account_get_sign_in:
 * @self: an account
 *
 * Returns: (nullable): layer 3 as [struct@Gate.Layers] tells it, and as the service has told it since; %NULL while it is not known
 */
const char *
gate_hub_account_get_sign_in (GateHubAccount *self)
{
  g_return_val_if_fail (GATE_IS_HUB_ACCOUNT (self), NULL);
  /* Whether what is there can be renewed shows only when it is tried. */
  if (gate_error_matches (self->error, GATE_ERROR_KEYRING_LOCKED) || gate_error_matches (self->error, GATE_ERROR_KEYRING_DISMISSED))
    return "keyring-locked";
  if (gate_error_matches (self->error, GATE_ERROR_KEYRING_ABSENT))
    return "keyring-absent";
  if (g_strcmp0 (self->sign_in, "not-needed") != 0 && g_strcmp0 (self->sign_in, "unknown") != 0)
    return self->sign_in;
  /* Only the service knows whether it wants a sign-in, and it has been asked by now. */
  if (gate_error_get_layer (self->error) == GATE_LAYER_SIGNED_IN)
    return "signed-out";
  return self->listed_at > 0 ? "not-needed" : self->sign_in;
}

/**
 * gate_hub_account_get_issuer:
 * @self: an account
 *
 * Returns: (nullable): the authorization server
 */
const char *
gate_hub_account_get_issuer (GateHubAccount *self)
{
  g_return_val_if_fail (GATE_IS_HUB_ACCOUNT (self), NULL);
  return self->issuer;
}

/**
 * gate_hub_account_get_scopes:
 * @self: an account
 *
 * Returns: (nullable): the scopes that were granted, with spaces between
 */
const char *
gate_hub_account_get_scopes (GateHubAccount *self)
{
  g_return_val_if_fail (GATE_IS_HUB_ACCOUNT (self), NULL);
  return self->scopes;
}

/**
 * gate_hub_account_dup_scopes_that:
 * @self: an account
 * @kind: a kind of scopes
 *
 * Returns: (transfer full) (nullable): the granted scopes of that kind, separated by spaces, by what their names tell
 */
char *
gate_hub_account_dup_scopes_that (GateHubAccount *self,
                                  GateHubScopes   kind)
{
  static const GateScopeUse uses[] = {
    [GATE_HUB_SCOPES_READ] = GATE_SCOPE_READS,
    [GATE_HUB_SCOPES_CHANGE] = GATE_SCOPE_CHANGES,
    [GATE_HUB_SCOPES_IDENTIFY] = GATE_SCOPE_IDENTITY,
    [GATE_HUB_SCOPES_OTHER] = GATE_SCOPE_OTHER,
  };

  g_return_val_if_fail (GATE_IS_HUB_ACCOUNT (self) && (guint) kind < G_N_ELEMENTS (uses), NULL);
  return gate_scopes_select (self->scopes, uses[kind]);
}

/**
 * gate_hub_account_get_expires:
 * @self: an account
 *
 * Returns: when the sign-in ends, in seconds since the epoch; 0 where that is not known
 */
gint64
gate_hub_account_get_expires (GateHubAccount *self)
{
  g_return_val_if_fail (GATE_IS_HUB_ACCOUNT (self), 0);
  return self->expires;
}

/**
 * gate_hub_account_get_can_refresh:
 * @self: an account
 *
 * Returns: %TRUE when the sign-in is renewed by itself before it ends
 */
gboolean
gate_hub_account_get_can_refresh (GateHubAccount *self)
{
  g_return_val_if_fail (GATE_IS_HUB_ACCOUNT (self), FALSE);
  return self->can_refresh;
}

/**
 * gate_hub_account_get_signed_in_at:
 * @self: an account
 *
 * Returns: when the person signed in, in seconds since the epoch; 0 where that is not known
 */
gint64
gate_hub_account_get_signed_in_at (GateHubAccount *self)
{
  g_return_val_if_fail (GATE_IS_HUB_ACCOUNT (self), 0);
  return self->signed_in_at;
}

/**
 * gate_hub_account_get_last_used:
 * @self: an account
 *
 * Returns: when a tool of it was last called, in seconds since the epoch; 0 for never
 */
gint64
gate_hub_account_get_last_used (GateHubAccount *self)
{
  g_return_val_if_fail (GATE_IS_HUB_ACCOUNT (self), 0);
  return self->last_used;
}

/**
 * gate_hub_account_is_unused:
 * @self: an account
 *
 * Returns: whether it is signed in though nothing of it was used for months
 */
gboolean
gate_hub_account_is_unused (GateHubAccount *self)
{
  g_return_val_if_fail (GATE_IS_HUB_ACCOUNT (self), FALSE);
  return self->unused;
}

/**
 * gate_hub_account_get_phase:
 * @self: an account
 *
 * Returns: whether the numbers are true
 */
GateAccountPhase
gate_hub_account_get_phase (GateHubAccount *self)
{
  g_return_val_if_fail (GATE_IS_HUB_ACCOUNT (self), GATE_ACCOUNT_PHASE_UNKNOWN);
  return self->phase;
}

/**
 * gate_hub_account_get_n_tools:
 * @self: an account
 *
 * Returns: how many tools it offers
 */
guint
gate_hub_account_get_n_tools (GateHubAccount *self)
{
  g_return_val_if_fail (GATE_IS_HUB_ACCOUNT (self), 0);
  return self->n_tools;
}

/**
 * gate_hub_account_get_n_read:
 * @self: an account
 *
 * Returns: how many of its tools only read, by the service's own claim
 */
guint
gate_hub_account_get_n_read (GateHubAccount *self)
{
  g_return_val_if_fail (GATE_IS_HUB_ACCOUNT (self), 0);
  return self->n_read;
}

/**
 * gate_hub_account_get_n_resources:
 * @self: an account
 *
 * Returns: how many resources and templates it offers
 */
guint
gate_hub_account_get_n_resources (GateHubAccount *self)
{
  g_return_val_if_fail (GATE_IS_HUB_ACCOUNT (self), 0);
  return self->n_resources;
}

/**
 * gate_hub_account_get_n_prompts:
 * @self: an account
 *
 * Returns: how many prompts and skills it offers
 */
guint
gate_hub_account_get_n_prompts (GateHubAccount *self)
{
  g_return_val_if_fail (GATE_IS_HUB_ACCOUNT (self), 0);
  return self->n_prompts;
}

/**
 * gate_hub_account_get_listed_at:
 * @self: an account
 *
 * Returns: when the numbers were true, in seconds since the epoch; 0 for never
 */
gint64
gate_hub_account_get_listed_at (GateHubAccount *self)
{
  g_return_val_if_fail (GATE_IS_HUB_ACCOUNT (self), 0);
  return self->listed_at;
}

/**
 * gate_hub_account_get_error:
 * @self: an account
 *
 * Returns: (transfer none) (nullable): why it could not be asked what it offers
 */
const GError *
gate_hub_account_get_error (GateHubAccount *self)
{
  g_return_val_if_fail (GATE_IS_HUB_ACCOUNT (self), NULL);
  return self->error;
}

/**
 * gate_hub_account_get_items:
 * @self: an account
 *
 * Returns: (transfer none): the [class@Gate.HubItem]s that it offered when it was last asked
 */
GListModel *
gate_hub_account_get_items (GateHubAccount *self)
{
  g_return_val_if_fail (GATE_IS_HUB_ACCOUNT (self), NULL);
  return G_LIST_MODEL (self->items);
}

/**
 * gate_hub_account_is_signed_in:
 * @self: an account
 *
 * Returns: %TRUE when layer 3 holds: signed in, or nothing to sign in to
 */
gboolean
gate_hub_account_is_signed_in (GateHubAccount *self)
{
  g_return_val_if_fail (GATE_IS_HUB_ACCOUNT (self), FALSE);
  const char *sign_in = gate_hub_account_get_sign_in (self);
  return g_strcmp0 (sign_in, "not-needed") == 0 || g_strcmp0 (sign_in, "signed-in") == 0;
}

/**
 * gate_hub_account_can_be_asked:
 * @self: an account
 *
 * Returns: %TRUE unless layer 3 is known to be missing here: then the service need not be asked what it offers
 */
gboolean
gate_hub_account_can_be_asked (GateHubAccount *self)
{
  static const char *const states[] = { "signed-in", "not-needed", "unknown", NULL };

  g_return_val_if_fail (GATE_IS_HUB_ACCOUNT (self), FALSE);
  return self->sign_in && g_strv_contains (states, self->sign_in);
}
