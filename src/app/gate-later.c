// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-later.h"

typedef struct {
  GateLaterFunc func;
  gpointer      user_data;
} Waiting;

struct _GateLater {
  GObject      parent_instance;

  GateSession *session;
  GQueue       waiting; /* (element-type Waiting) */
};

G_DEFINE_FINAL_TYPE (GateLater, gate_later, G_TYPE_OBJECT)

static void
run_all (GateLater *self,
         GateHub   *hub)
{
  Waiting *waiting;

  while ((waiting = g_queue_pop_head (&self->waiting)))
    {
      waiting->func (hub, waiting->user_data);
      g_free (waiting);
    }
}

static void
gate_later_dispose (GObject *object)
{
  GateLater *self = GATE_LATER (object);

  run_all (self, NULL);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (gate_later_parent_class)->dispose (object);
}

static void
gate_later_class_init (GateLaterClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gate_later_dispose;
}

static void
gate_later_init (GateLater *self)
{
}

/* Neither open nor being opened: it failed, and the window says why. */
static void
session_changed (GateLater *self)
{
  g_autoptr(GateLater) alive = g_object_ref (self);

  if (!gate_session_get_opening (self->session))
    run_all (self, gate_session_get_hub (self->session));
}

/**
 * gate_later_new:
 * @session: whose hub is waited for
 *
 * Returns: (transfer full): nothing to do yet
 */
GateLater *
gate_later_new (GateSession *session)
{
  GateLater *self = g_object_new (GATE_TYPE_LATER, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "notify::opening", G_CALLBACK (session_changed), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * gate_later_add:
 * @self: what waits
 * @func: called once: now, or when the hub is open, or when it cannot be
 * @user_data: for @func, which frees it
 *
 * Does something as soon as the hub is open, and opens it where nobody did yet or where that failed.
 */
void
gate_later_add (GateLater     *self,
                GateLaterFunc  func,
                gpointer       user_data)
{
  Waiting *waiting = g_new0 (Waiting, 1);

  waiting->func = func;
  waiting->user_data = user_data;
  g_queue_push_tail (&self->waiting, waiting);
  gate_session_open (self->session);
  session_changed (self);
}
