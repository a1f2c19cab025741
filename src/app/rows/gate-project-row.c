// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-project-row.h"

#include "gate-access.h"
#include "gate-text.h"

#include <glib/gi18n.h>

struct _GateProjectRow {
  GtkListBoxRow   parent_instance;

  GateHubProject *project;
  GtkWidget      *name;
  GtkWidget      *count;
};

G_DEFINE_FINAL_TYPE (GateProjectRow, gate_project_row, GTK_TYPE_LIST_BOX_ROW)

static void
gate_project_row_dispose (GObject *object)
{
  GateProjectRow *self = GATE_PROJECT_ROW (object);

  if (self->project)
    g_signal_handlers_disconnect_by_data (self->project, self);
  g_clear_object (&self->project);
  G_OBJECT_CLASS (gate_project_row_parent_class)->dispose (object);
}

static void
gate_project_row_class_init (GateProjectRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gate_project_row_dispose;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Delete, 0, "win.delete-project", NULL);
}

static void
gate_project_row_init (GateProjectRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  /* As far from the edge as in the sidebar of Settings. */
  gtk_widget_set_margin_start (box, 6);
  gtk_widget_set_margin_end (box, 6);
  self->name = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->name), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (self->name, TRUE);
  self->count = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->count, "dim-label");
  gtk_widget_add_css_class (self->count, "numeric");
  gtk_box_append (GTK_BOX (box), self->name);
  gtk_box_append (GTK_BOX (box), self->count);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
}

static void
update (GateProjectRow *self)
{
  g_autofree char *name = gate_text_make_visible (gate_hub_project_get_label (self->project), GATE_TEXT_LINE);
  g_auto(GStrv) active = gate_hub_project_dup_active (self->project);
  guint n_active = g_strv_length (active);
  /* Translators: how many connectors are on, in little room. */
  g_autofree char *count = n_active > 0 ? g_strdup_printf (_("%u on"), n_active) : g_strdup ("");
  g_autofree char *on = g_strdup_printf (ngettext ("%u connector on", "%u connectors on", n_active), n_active);
  g_autofree char *sentence = g_strdup_printf ("%s, %s", name, on);

  gtk_label_set_label (GTK_LABEL (self->name), name);
  gtk_label_set_label (GTK_LABEL (self->count), count);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), sentence);
  gate_access_set_name (GTK_WIDGET (self), sentence);
}

/**
 * gate_project_row_new:
 * @project: a project
 *
 * Returns: a row that follows it
 */
GtkWidget *
gate_project_row_new (GateHubProject *project)
{
  GateProjectRow *self = g_object_new (GATE_TYPE_PROJECT_ROW, NULL);

  self->project = g_object_ref (project);
  g_signal_connect_swapped (project, "notify", G_CALLBACK (update), self);
  update (self);
  return GTK_WIDGET (self);
}

/**
 * gate_project_row_get_project:
 * @self: a row
 *
 * Returns: (transfer none): its project
 */
GateHubProject *
gate_project_row_get_project (GateProjectRow *self)
{
  g_return_val_if_fail (GATE_IS_PROJECT_ROW (self), NULL);
  return self->project;
}
