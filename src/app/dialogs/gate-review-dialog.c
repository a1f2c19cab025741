// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-review-dialog.h"

#include "gate-access.h"
#include "gate-config.h"
#include "gate-confirm.h"
#include "gate-text.h"

#include <glib/gi18n.h>
#include <string.h>

struct _GateReviewDialog {
  AdwWindow        parent_instance;

  GateProjectView *view;    /* (owned) */
  GPtrArray       *items;   /* (element-type GateHubItem): that are still to be looked at, the first one is shown */
  AdwWindowTitle  *title;   /* (nullable): NULL once disposed */
  GtkLabel        *heading;
  GtkBox          *changes;
  GtkWidget       *block;
  GtkWidget       *allow;
};

G_DEFINE_FINAL_TYPE (GateReviewDialog, gate_review_dialog, ADW_TYPE_WINDOW)

static void
gate_review_dialog_dispose (GObject *object)
{
  GateReviewDialog *self = GATE_REVIEW_DIALOG (object);

  self->title = NULL;
  g_clear_object (&self->view);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), GATE_TYPE_REVIEW_DIALOG);
  G_OBJECT_CLASS (gate_review_dialog_parent_class)->dispose (object);
}

/* What a part of a definition is called; deeper ones keep the names that the service gives them. */
static char *
name_part (const char *where)
{
  static const struct {
    const char *prefix;
    const char *words;
  } parts[] = {
    { "inputSchema.properties.", N_("Argument %s") },
    { "inputSchema.", N_("Arguments: %s") },
    { "outputSchema.", N_("Result: %s") },
    { "annotations.readOnlyHint", N_("Says that it only reads") },
    { "annotations.destructiveHint", N_("Says that it can destroy something") },
    { "annotations.idempotentHint", N_("Says that it may be repeated") },
    { "annotations.openWorldHint", N_("Says that it reaches out to the world") },
    { "annotations.", N_("What it says of itself: %s") },
    { "annotations", N_("What it says of itself") },
    { "description", N_("Description") },
    { "inputSchema", N_("Arguments") },
    { "name", N_("Name") },
    { "outputSchema", N_("Result") },
    { "title", N_("Title") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      gsize length = strlen (parts[i].prefix);
      g_auto(GStrv) around = NULL;

      if (strncmp (where, parts[i].prefix, length) != 0 || (!strstr (parts[i].words, "%s") && where[length]))
        continue;
      around = g_strsplit (_(parts[i].words), "%s", 2);
      return g_strjoinv (where + length, around);
    }
  return g_strdup (where);
}

static GtkWidget *
create_label (const char *text,
              const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (style)
    gtk_widget_add_css_class (label, style);
  return label;
}

/* Old and new below each other, each with its word, so that nothing is told by colour alone. */
static GtkWidget *
create_version (const char *title,
                const char *text)
{
  GtkWidget *row = adw_preferences_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *caption = create_label (title, "caption");
  g_autofree char *name = g_strdup_printf ("%s: %s", title, text);

  gtk_widget_add_css_class (caption, "dim-label");
  gtk_widget_add_css_class (box, "detail");
  gtk_box_append (GTK_BOX (box), caption);
  gtk_box_append (GTK_BOX (box), create_label (text, NULL));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return row;
}

static const char *
say_value (const char *value,
           const char *missing)
{
  if (!value)
    return missing;
  if (strcmp (value, "true") == 0)
    return _("Yes");
  return strcmp (value, "false") == 0 ? _("No") : value;
}

static GtkWidget *
create_change (const GateHubChange *change)
{
  GtkWidget *group = adw_preferences_group_new ();
  g_autofree char *part = name_part (change->where);
  g_autofree char *escaped = g_markup_escape_text (part, -1);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), escaped);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), create_version (_("Before"), say_value (change->before, _("Was not there"))));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), create_version (_("Now"), say_value (change->after, _("No longer there"))));
  return group;
}

static void
show_first (GateReviewDialog *self)
{
  GateHubItem *item = self->items->pdata[0];
  g_autoptr(GPtrArray) changes = gate_hub_item_dup_changes (item);
  g_autofree char *name = gate_text_make_visible (gate_hub_item_get_name (item), GATE_TEXT_LINE);
  /* Translators: the name of a tool. */
  g_autofree char *heading = g_strdup_printf (_("“%s” Changed"), name);
  GtkWidget *child;

  gtk_label_set_label (self->heading, heading);
  gtk_window_set_title (GTK_WINDOW (self), heading);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->changes))))
    gtk_box_remove (self->changes, child);
  for (guint i = 0; i < changes->len; i++)
    gtk_box_append (self->changes, create_change (changes->pdata[i]));
  /* Deciding is not to happen by a key that was meant for something else. */
  gtk_widget_grab_focus (self->block);
}

static void
set_busy (GateReviewDialog *self,
          gboolean          busy)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "review.allow", !busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "review.block", !busy);
}

static void
did_decide (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GateReviewDialog) self = user_data;
  g_autoptr(GError) error = NULL;
  gboolean decided = gate_hub_change_tools_finish (GATE_HUB (source), result, &error);

  if (!self->title)
    return;
  set_busy (self, FALSE);
  if (!decided)
    {
      gate_confirm_tell_error (GTK_WIDGET (self), _("The Choice Could Not Be Kept"), error);
      return;
    }
  g_ptr_array_remove_index (self->items, 0);
  if (self->items->len > 0)
    show_first (self);
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
allow (GtkWidget  *widget,
       const char *action,
       GVariant   *parameter)
{
  GateReviewDialog *self = GATE_REVIEW_DIALOG (widget);

  set_busy (self, TRUE);
  gate_hub_accept_tool_async (gate_project_view_get_hub (self->view), gate_project_view_get_project (self->view), self->items->pdata[0],
                              NULL, did_decide, g_object_ref (self));
}

static void
keep_blocked (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  GateReviewDialog *self = GATE_REVIEW_DIALOG (widget);

  set_busy (self, TRUE);
  gate_hub_choose_tool_async (gate_project_view_get_hub (self->view), gate_project_view_get_project (self->view), self->items->pdata[0],
                              "block", NULL, did_decide, g_object_ref (self));
}

static void
gate_review_dialog_class_init (GateReviewDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gate_review_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, GATE_RESOURCE_PATH "/gate-review-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, GateReviewDialog, title);
  gtk_widget_class_bind_template_child (widget_class, GateReviewDialog, heading);
  gtk_widget_class_bind_template_child (widget_class, GateReviewDialog, changes);
  gtk_widget_class_bind_template_child (widget_class, GateReviewDialog, block);
  gtk_widget_class_bind_template_child (widget_class, GateReviewDialog, allow);
  gtk_widget_class_install_action (widget_class, "review.allow", NULL, allow);
  gtk_widget_class_install_action (widget_class, "review.block", NULL, keep_blocked);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
gate_review_dialog_init (GateReviewDialog *self)
{
  gate_access_be_dialog (GTK_WINDOW (self));
  gtk_widget_init_template (GTK_WIDGET (self));
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * gate_review_dialog_present:
 * @near: a widget of the window over which to show it
 * @view: the project's view that the tools are of
 * @label: what the connector is called
 * @items: (element-type GateHubItem): tools that changed; nothing is shown where there are none
 *
 * Shows what changed. Closed without a decision, the tools stay as they are: not used.
 */
void
gate_review_dialog_present (GtkWidget       *near,
                            GateProjectView *view,
                            const char      *label,
                            GPtrArray       *items)
{
  GtkRoot *root = gtk_widget_get_root (near);
  g_autofree char *shown = gate_text_make_visible (label, GATE_TEXT_LINE);
  GateReviewDialog *self;

  if (items->len == 0)
    return;
  self = g_object_new (GATE_TYPE_REVIEW_DIALOG, NULL);
  self->view = g_object_ref (view);
  for (guint i = 0; i < items->len; i++)
    g_ptr_array_add (self->items, g_object_ref (items->pdata[i]));
  adw_window_title_set_subtitle (self->title, shown);
  gtk_window_set_transient_for (GTK_WINDOW (self), GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL);
  show_first (self);
  gtk_window_present (GTK_WINDOW (self));
}
