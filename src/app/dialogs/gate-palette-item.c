// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-palette-item.h"

#include <string.h>

struct _GatePaletteItem {
  GObject   parent_instance;

  char     *title;
  char     *kind;
  char     *action;
  GVariant *target; /* (nullable) */
  char     *folded;
};

G_DEFINE_FINAL_TYPE (GatePaletteItem, gate_palette_item, G_TYPE_OBJECT)

static void
gate_palette_item_finalize (GObject *object)
{
  GatePaletteItem *self = GATE_PALETTE_ITEM (object);

  g_free (self->title);
  g_free (self->kind);
  g_free (self->action);
  g_free (self->folded);
  g_clear_pointer (&self->target, g_variant_unref);
  G_OBJECT_CLASS (gate_palette_item_parent_class)->finalize (object);
}

static void
gate_palette_item_class_init (GatePaletteItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gate_palette_item_finalize;
}

static void
gate_palette_item_init (GatePaletteItem *self)
{
}

/**
 * gate_palette_item_fold:
 * @text: a text
 *
 * Returns: (transfer full): it without case and marks, for comparing
 */
char *
gate_palette_item_fold (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);
  g_autoptr(GString) bare = g_string_new (NULL);

  for (const char *c = normal ? normal : ""; *c; c = g_utf8_next_char (c))
    if (!g_unichar_ismark (g_utf8_get_char (c)))
      g_string_append_unichar (bare, g_utf8_get_char (c));
  return g_utf8_casefold (bare->str, -1);
}

/**
 * gate_palette_item_new:
 * @title: what people read, safe to show
 * @kind: what it is: “Project”, “Connector”, “Action”
 * @action: the action, "win.show-tools"
 * @target: (nullable) (transfer floating): its parameter
 *
 * Returns: (transfer full): an item
 */
GatePaletteItem *
gate_palette_item_new (const char *title,
                       const char *kind,
                       const char *action,
                       GVariant   *target)
{
  GatePaletteItem *self = g_object_new (GATE_TYPE_PALETTE_ITEM, NULL);
  g_autofree char *all = g_strjoin (" ", title, kind, NULL);

  self->title = g_strdup (title);
  self->kind = g_strdup (kind);
  self->action = g_strdup (action);
  self->target = target ? g_variant_ref_sink (target) : NULL;
  self->folded = gate_palette_item_fold (all);
  return self;
}

/**
 * gate_palette_item_get_title:
 * @self: an item
 *
 * Returns: what people read
 */
const char *
gate_palette_item_get_title (GatePaletteItem *self)
{
  g_return_val_if_fail (GATE_IS_PALETTE_ITEM (self), NULL);
  return self->title;
}

/**
 * gate_palette_item_get_kind:
 * @self: an item
 *
 * Returns: what it is
 */
const char *
gate_palette_item_get_kind (GatePaletteItem *self)
{
  g_return_val_if_fail (GATE_IS_PALETTE_ITEM (self), NULL);
  return self->kind;
}

/**
 * gate_palette_item_get_action:
 * @self: an item
 *
 * Returns: the name of the action
 */
const char *
gate_palette_item_get_action (GatePaletteItem *self)
{
  g_return_val_if_fail (GATE_IS_PALETTE_ITEM (self), NULL);
  return self->action;
}

/**
 * gate_palette_item_get_target:
 * @self: an item
 *
 * Returns: (transfer none) (nullable): the action's parameter
 */
GVariant *
gate_palette_item_get_target (GatePaletteItem *self)
{
  g_return_val_if_fail (GATE_IS_PALETTE_ITEM (self), NULL);
  return self->target;
}

/* 4: it begins with it, 3: a word does, 1: it is somewhere. */
static guint
rate_word (const char *folded,
           const char *word)
{
  guint best = 0;

  for (const char *at = strstr (folded, word); at; at = strstr (at + 1, word))
    best = MAX (best, at == folded ? 4 : (at[-1] == ' ' ? 3 : 1));
  return best;
}

/**
 * gate_palette_item_rate:
 * @self: an item
 * @folded: a query, folded
 *
 * Returns: 0 when a word of the query is not in the item; else the higher the better it fits
 */
guint
gate_palette_item_rate (GatePaletteItem *self,
                        const char      *folded)
{
  g_auto(GStrv) words = g_strsplit (folded, " ", -1);
  guint sum = 1;

  g_return_val_if_fail (GATE_IS_PALETTE_ITEM (self), 0);
  for (guint i = 0; words[i]; i++)
    {
      guint rate = *words[i] ? rate_word (self->folded, words[i]) : 1;

      if (rate == 0)
        return 0;
      sum += rate;
    }
  return sum;
}
