// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-completer.h"

#include "gate-access.h"
#include "gate-focus.h"
#include "gate-hub-complete.h"
#include "gate-text.h"

#include <glib/gi18n.h>
#include <string.h>

#define PAUSE_MS 150
#define SHOWN_MAX 200
#define VALUE_KEY "gate-value"
#define MIN_WIDTH 240
#define FRAME 20
#define ROW_MARGIN 6

struct _GateCompleter {
  GtkPopover            parent_instance;

  GateFormControl      *control;      /* (unowned): has the popover */
  GtkEditable          *entry;        /* (unowned): a part of the control */
  GateHub              *hub;
  GateHubProject       *project;
  GateHubItem          *item;
  GateCompleterContext  context;
  gpointer              user_data;
  GtkWidget            *scroller;
  GtkListBox           *list;
  GCancellable         *cancellable;  /* (owned) (nullable): of what is being asked */
  guint                 timer;
  gboolean              taking;
};

G_DEFINE_FINAL_TYPE (GateCompleter, gate_completer, GTK_TYPE_POPOVER)

static void
stop (GateCompleter *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
show_values (GateCompleter *self,
             char         **values)
{
  GtkWidget *child;
  guint n = 0;

  while ((child = GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, 0))))
    gtk_list_box_remove (self->list, child);
  for (char **value = values; *value; value++)
    {
      g_autofree char *visible = gate_text_make_visible (*value, GATE_TEXT_LINE);
      g_autofree char *shown = gate_text_shorten (visible, SHOWN_MAX);
      GtkWidget *label, *row;

      /* What looks other than it is, or is there already, is no proposal. */
      if (strcmp (visible, *value) != 0 || strcmp (*value, gtk_editable_get_text (self->entry)) == 0)
        continue;
      label = gtk_label_new (shown);
      row = gtk_list_box_row_new ();
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_widget_set_margin_top (label, ROW_MARGIN);
      gtk_widget_set_margin_bottom (label, ROW_MARGIN);
      gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
      gate_access_set_name (row, shown);
      g_object_set_data_full (G_OBJECT (row), VALUE_KEY, g_strdup (*value), g_free);
      gtk_list_box_append (self->list, row);
      n++;
    }
  /* As wide as what it is for. */
  gtk_widget_set_size_request (self->scroller, MAX (MIN_WIDTH, gtk_widget_get_width (GTK_WIDGET (self->control)) - FRAME), -1);
  if (n > 0)
    gtk_popover_popup (GTK_POPOVER (self));
  else
    gtk_popover_popdown (GTK_POPOVER (self));
}

static void
got_values (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GateCompleter) self = user_data;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) values = gate_hub_complete_finish (GATE_HUB (source), result, &error);

  /* The person typed on, or went elsewhere. A server that cannot say proposes nothing, and that is no fault to tell. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || !self->entry)
    return;
  g_clear_object (&self->cancellable);
  if (values && gate_focus_is_within (GTK_WIDGET (self->control)))
    show_values (self, values);
  else
    gtk_popover_popdown (GTK_POPOVER (self));
}

static gboolean
paused (gpointer user_data)
{
  GateCompleter *self = user_data;
  const char *name = gate_form_field_get_name (gate_form_control_get_field (self->control));
  g_autoptr(JsonObject) context = self->context (self->user_data);

  self->timer = 0;
  self->cancellable = g_cancellable_new ();
  if (context && json_object_has_member (context, name))
    json_object_remove_member (context, name);
  gate_hub_complete_async (self->hub, self->project, self->item, name, gtk_editable_get_text (self->entry), context, self->cancellable,
                           got_values, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
entry_changed (GateCompleter *self)
{
  stop (self);
  if (self->taking)
    return;
  if (!*gtk_editable_get_text (self->entry))
    gtk_popover_popdown (GTK_POPOVER (self));
  else
    self->timer = g_timeout_add (PAUSE_MS, paused, self);
}

static void
row_activated (GateCompleter *self,
               GtkListBoxRow *row)
{
  g_autofree char *value = g_strdup (g_object_get_data (G_OBJECT (row), VALUE_KEY));

  self->taking = TRUE;
  gtk_popover_popdown (GTK_POPOVER (self));
  gtk_editable_set_text (self->entry, value);
  gtk_widget_grab_focus (GTK_WIDGET (self->control));
  gtk_editable_set_position (self->entry, -1);
  self->taking = FALSE;
}

/* In the text: Down goes to the proposals, or asks for all; Escape leaves them. */
static gboolean
entry_key (GtkEventControllerKey *controller,
           guint                  key,
           guint                  code,
           GdkModifierType        state,
           GateCompleter         *self)
{
  gboolean shown = gtk_widget_get_visible (GTK_WIDGET (self));
  GtkListBoxRow *first = gtk_list_box_get_row_at_index (self->list, 0);

  if (state & gtk_accelerator_get_default_mod_mask ())
    return FALSE;
  if (key == GDK_KEY_Escape && shown)
    {
      stop (self);
      gtk_popover_popdown (GTK_POPOVER (self));
      return TRUE;
    }
  if (key != GDK_KEY_Down && key != GDK_KEY_KP_Down)
    return FALSE;
  if (shown && first)
    return gtk_widget_grab_focus (GTK_WIDGET (first));
  stop (self);
  paused (self);
  return TRUE;
}

/* Among the proposals: Escape goes back to the text, and so does Up from the first. */
static gboolean
list_key (GtkEventControllerKey *controller,
          guint                  key,
          guint                  code,
          GdkModifierType        state,
          GateCompleter         *self)
{
  GtkListBoxRow *first = gtk_list_box_get_row_at_index (self->list, 0);
  gboolean up = (key == GDK_KEY_Up || key == GDK_KEY_KP_Up) && first && gtk_widget_is_focus (GTK_WIDGET (first));

  if (!up && key != GDK_KEY_Escape)
    return FALSE;
  if (!up)
    gtk_popover_popdown (GTK_POPOVER (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->control));
  gtk_editable_set_position (self->entry, -1);
  return TRUE;
}

static void
left (GateCompleter *self)
{
  stop (self);
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
gate_completer_dispose (GObject *object)
{
  GateCompleter *self = GATE_COMPLETER (object);

  stop (self);
  self->entry = NULL;
  self->control = NULL;
  g_clear_object (&self->item);
  g_clear_object (&self->project);
  g_clear_object (&self->hub);
  G_OBJECT_CLASS (gate_completer_parent_class)->dispose (object);
}

static void
gate_completer_class_init (GateCompleterClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gate_completer_dispose;
}

static void
gate_completer_init (GateCompleter *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->scroller = gtk_scrolled_window_new ();
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "suggestions");
  gate_access_set_name (GTK_WIDGET (self->list), _("Suggestions"));
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (row_activated), self, G_CONNECT_SWAPPED);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (list_key), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (self->list), keys);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (self->scroller), 240);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->list));
  gtk_popover_set_child (GTK_POPOVER (self), self->scroller);
  /* The text keeps the keys while the person types on. */
  gtk_popover_set_autohide (GTK_POPOVER (self), FALSE);
  gtk_popover_set_has_arrow (GTK_POPOVER (self), FALSE);
  gtk_popover_set_position (GTK_POPOVER (self), GTK_POS_BOTTOM);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_START);
}

/**
 * gate_completer_attach:
 * @control: a control of a form
 * @hub: an open hub
 * @project: in which project
 * @item: the prompt or template whose argument it is
 * @context: what the other arguments are
 * @user_data: for @context
 *
 * Proposes values to a line of text.
 */
void
gate_completer_attach (GateFormControl      *control,
                       GateHub              *hub,
                       GateHubProject       *project,
                       GateHubItem          *item,
                       GateCompleterContext  context,
                       gpointer              user_data)
{
  GtkEditable *entry = gate_form_control_get_entry (control);
  GateCompleter *self;
  GtkEventController *keys, *focus;

  if (!entry)
    return;
  self = g_object_new (GATE_TYPE_COMPLETER, NULL);
  self->control = control;
  self->entry = entry;
  self->hub = g_object_ref (hub);
  self->project = g_object_ref (project);
  self->item = g_object_ref (item);
  self->context = context;
  self->user_data = user_data;
  keys = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (entry_key), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (entry), keys);
  focus = gtk_event_controller_focus_new ();
  g_signal_connect_object (focus, "leave", G_CALLBACK (left), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (control), focus);
  g_signal_connect_object (control, "changed", G_CALLBACK (entry_changed), self, G_CONNECT_SWAPPED);
  gate_form_control_set_popover (control, GTK_WIDGET (self));
}
