// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-undo.h"

#include "gate-property.h"

struct _GateUndo {
  GObject         parent_instance;

  char           *title;
  GateUndoFunc    undo;
  GateUndoFunc    commit;
  gpointer        user_data;
  GDestroyNotify  destroy;
};

enum { PROP_0, PROP_TITLE, N_PROPS };

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (GateUndo, gate_undo, G_TYPE_OBJECT)

/* The offer is taken out before it is run, so that what runs may make another. */
static void
end_offer (GateUndo *self,
           gboolean  take_back)
{
  GateUndoFunc run = take_back ? self->undo : self->commit;
  gpointer user_data = g_steal_pointer (&self->user_data);
  GDestroyNotify destroy = g_steal_pointer (&self->destroy);

  if (!self->title)
    return;
  self->undo = NULL;
  self->commit = NULL;
  gate_set_str_property (self, &self->title, NULL, props[PROP_TITLE]);
  if (run)
    run (user_data);
  if (destroy)
    destroy (user_data);
}

static void
gate_undo_get_property (GObject    *object,
                        guint       id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_TITLE:
      g_value_set_string (value, GATE_UNDO (object)->title);
      break;
    GATE_INVALID_PROPERTY (object, id, pspec);
    }
}

static void
gate_undo_dispose (GObject *object)
{
  gate_undo_commit (GATE_UNDO (object));
  G_OBJECT_CLASS (gate_undo_parent_class)->dispose (object);
}

static void
gate_undo_class_init (GateUndoClass *klass)
{
  G_OBJECT_CLASS (klass)->get_property = gate_undo_get_property;
  G_OBJECT_CLASS (klass)->dispose = gate_undo_dispose;
  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, GATE_PARAM_READABLE);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, props);
}

static void
gate_undo_init (GateUndo *self)
{
}

/**
 * gate_undo_new:
 *
 * Returns: (transfer full): nothing to take back yet
 */
GateUndo *
gate_undo_new (void)
{
  return g_object_new (GATE_TYPE_UNDO, NULL);
}

/**
 * gate_undo_offer:
 * @self: the undo
 * @title: what was done, translated
 * @undo: takes it back
 * @commit: (nullable): makes it final, once it cannot be taken back any more
 * @user_data: for both
 * @destroy: (nullable): frees @user_data after either
 *
 * Offers to take a change back. What was offered before becomes final.
 */
void
gate_undo_offer (GateUndo       *self,
                 const char     *title,
                 GateUndoFunc    undo,
                 GateUndoFunc    commit,
                 gpointer        user_data,
                 GDestroyNotify  destroy)
{
  g_return_if_fail (GATE_IS_UNDO (self) && title && undo);
  end_offer (self, FALSE);
  self->undo = undo;
  self->commit = commit;
  self->user_data = user_data;
  self->destroy = destroy;
  gate_set_str_property (self, &self->title, title, props[PROP_TITLE]);
}

/**
 * gate_undo_undo:
 * @self: the undo
 *
 * Takes the last change back; does nothing where there is none.
 */
void
gate_undo_undo (GateUndo *self)
{
  g_return_if_fail (GATE_IS_UNDO (self));
  end_offer (self, TRUE);
}

/**
 * gate_undo_commit:
 * @self: the undo
 *
 * Makes the last change final, as the next change and the end of the program do.
 */
void
gate_undo_commit (GateUndo *self)
{
  g_return_if_fail (GATE_IS_UNDO (self));
  end_offer (self, FALSE);
}

/**
 * gate_undo_get_title:
 * @self: the undo
 *
 * Returns: (nullable): what can be taken back
 */
const char *
gate_undo_get_title (GateUndo *self)
{
  g_return_val_if_fail (GATE_IS_UNDO (self), NULL);
  return self->title;
}
