// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sign-in-waiting.h"

#include "gate-access.h"
#include "gate-ask-words.h"
#include "gate-config.h"
#include "gate-focus.h"
#include "gate-question-dialog.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

struct _GateSignInWaiting {
  GtkBox       parent_instance;

  char        *url;
  char        *redirect; /* (nullable): how the address of the last page begins */
  gint64       deadline; /* seconds since 1970; 0: none */
  guint        timer;
  GtkSpinner  *spinner;
  GtkLabel    *status;
  GtkLabel    *left;
  GtkWidget   *copy;
  GtkWidget   *paste;
  GtkRevealer *revealer;
  AdwEntryRow *address;
  GtkLabel    *hint;
};

static guint open_again_signal, pasted_signal;

G_DEFINE_FINAL_TYPE (GateSignInWaiting, gate_sign_in_waiting, GTK_TYPE_BOX)

static void
copy_link (GateSignInWaiting *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->url);
  /* Renamed, so that also a screen reader tells that it was done. */
  gtk_button_set_label (GTK_BUTTON (self->copy), _("_Link Copied"));
}

static void
open_again (GateSignInWaiting *self)
{
  g_signal_emit (self, open_again_signal, 0);
}

/* What no answer can stand in would end the sign-in. */
static gboolean
is_last_page (GateSignInWaiting *self,
              const char        *text)
{
  gsize length = self->redirect ? strlen (self->redirect) : 0;

  return !self->redirect || (g_str_has_prefix (text, self->redirect) && (text[length] == '?' || text[length] == '#'));
}

/* What is longer now is seen, where the window can be as high. */
static void
fit_window (GateSignInWaiting *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (GATE_IS_QUESTION_DIALOG (root))
    gate_question_dialog_fit (GATE_QUESTION_DIALOG (root));
}

static void
take_address (GateSignInWaiting *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->address))));
  g_autofree char *hint = NULL;

  if (!g_uri_is_valid (text, G_URI_FLAGS_ENCODED, NULL))
    hint = g_strdup (_("This is not a complete address. Copy all of it from the browser, starting with “http”."));
  else if (!is_last_page (self, text))
    /* Translators: the beginning of an address. */
    hint = g_strdup_printf (_("This is not the address of the last page, which begins with %s. Finish signing in first."), self->redirect);
  if (!hint)
    {
      g_signal_emit (self, pasted_signal, 0, text);
      return;
    }
  gtk_widget_add_css_class (GTK_WIDGET (self->address), "error");
  gtk_label_set_text (self->hint, hint);
  fit_window (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->address));
}

static gboolean
scroll_to_address (GtkWidget     *widget,
                   GdkFrameClock *clock,
                   gpointer       user_data)
{
  GtkAdjustment *adjustment = user_data;

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
  return G_SOURCE_REMOVE;
}

/* Where it cannot, the person would write what is not seen. It is scrolled to once it has its place: what is scrolled while sizes are
 * given would not be drawn where it then is. */
static void
room_changed (GateSignInWaiting *self,
              GtkAdjustment     *adjustment)
{
  if (gtk_revealer_get_reveal_child (self->revealer) && gate_focus_is_within (GTK_WIDGET (self->revealer)))
    gtk_widget_add_tick_callback (GTK_WIDGET (self), scroll_to_address, g_object_ref (adjustment), g_object_unref);
}

static void
paste_turned (GateSignInWaiting *self)
{
  gboolean shown = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->paste));

  gtk_revealer_set_reveal_child (self->revealer, shown);
  fit_window (self);
  if (shown)
    gtk_widget_grab_focus (GTK_WIDGET (self->address));
}

static gboolean
show_time_left (gpointer user_data)
{
  GateSignInWaiting *self = user_data;
  g_autofree char *text = gate_ask_words_time_left (self->deadline - g_get_real_time () / G_USEC_PER_SEC);

  gtk_label_set_text (self->left, text ? text : _("Time is up"));
  if (text)
    return G_SOURCE_CONTINUE;
  self->timer = 0;
  return G_SOURCE_REMOVE;
}

static void
gate_sign_in_waiting_root (GtkWidget *widget)
{
  GtkWidget *scroller;

  GTK_WIDGET_CLASS (gate_sign_in_waiting_parent_class)->root (widget);
  scroller = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  if (scroller)
    g_signal_connect_object (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller)), "changed", G_CALLBACK (room_changed),
                             widget, G_CONNECT_SWAPPED);
}

static void
gate_sign_in_waiting_map (GtkWidget *widget)
{
  GateSignInWaiting *self = GATE_SIGN_IN_WAITING (widget);

  GTK_WIDGET_CLASS (gate_sign_in_waiting_parent_class)->map (widget);
  gtk_widget_set_visible (GTK_WIDGET (self->left), self->deadline > 0);
  if (self->deadline > 0 && !self->timer && show_time_left (self))
    self->timer = g_timeout_add_seconds (1, show_time_left, self);
}

static void
gate_sign_in_waiting_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&GATE_SIGN_IN_WAITING (widget)->timer, g_source_remove);
  GTK_WIDGET_CLASS (gate_sign_in_waiting_parent_class)->unmap (widget);
}

static gboolean
gate_sign_in_waiting_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GATE_SIGN_IN_WAITING (widget)->copy);
}

static void
gate_sign_in_waiting_dispose (GObject *object)
{
  GateSignInWaiting *self = GATE_SIGN_IN_WAITING (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->redirect, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), GATE_TYPE_SIGN_IN_WAITING);
  G_OBJECT_CLASS (gate_sign_in_waiting_parent_class)->dispose (object);
}

static void
gate_sign_in_waiting_class_init (GateSignInWaitingClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gate_sign_in_waiting_dispose;
  widget_class->root = gate_sign_in_waiting_root;
  widget_class->map = gate_sign_in_waiting_map;
  widget_class->unmap = gate_sign_in_waiting_unmap;
  gate_focus_begin_with (widget_class, gate_sign_in_waiting_grab_focus);

  /**
   * GateSignInWaiting::open-again:
   *
   * The address is to be opened once more.
   */
  open_again_signal = g_signal_new ("open-again", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * GateSignInWaiting::pasted:
   * @address: the address of the last page
   *
   * The person pasted where the browser ended.
   */
  pasted_signal = g_signal_new ("pasted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, GATE_RESOURCE_PATH "/gate-sign-in-waiting.ui");
  gtk_widget_class_bind_template_child (widget_class, GateSignInWaiting, spinner);
  gtk_widget_class_bind_template_child (widget_class, GateSignInWaiting, status);
  gtk_widget_class_bind_template_child (widget_class, GateSignInWaiting, left);
  gtk_widget_class_bind_template_child (widget_class, GateSignInWaiting, copy);
  gtk_widget_class_bind_template_child (widget_class, GateSignInWaiting, paste);
  gtk_widget_class_bind_template_child (widget_class, GateSignInWaiting, revealer);
  gtk_widget_class_bind_template_child (widget_class, GateSignInWaiting, address);
  gtk_widget_class_bind_template_child (widget_class, GateSignInWaiting, hint);
  gtk_widget_class_bind_template_callback (widget_class, copy_link);
  gtk_widget_class_bind_template_callback (widget_class, open_again);
  gtk_widget_class_bind_template_callback (widget_class, paste_turned);
  gtk_widget_class_bind_template_callback (widget_class, take_address);
}

static void
gate_sign_in_waiting_init (GateSignInWaiting *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gate_access_set_name (GTK_WIDGET (self->address), adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self->address)));
}

/**
 * gate_sign_in_waiting_new:
 * @url: what the browser opens
 * @deadline: until when, in seconds since 1970; 0 for no end
 * @can_paste: whether the address of the last page can be pasted
 *
 * Returns: (transfer full): the widget
 */
GtkWidget *
gate_sign_in_waiting_new (const char *url,
                          gint64      deadline,
                          gboolean    can_paste)
{
  GateSignInWaiting *self = g_object_new (GATE_TYPE_SIGN_IN_WAITING, NULL);

  self->url = g_strdup (url);
  self->deadline = deadline;
  gtk_widget_set_visible (self->paste, can_paste);
  gtk_widget_set_visible (GTK_WIDGET (self->revealer), can_paste);
  return GTK_WIDGET (self);
}

/**
 * gate_sign_in_waiting_set_redirect:
 * @self: the widget
 * @redirect: (nullable): where the browser is sent with the answer
 *
 * Takes only addresses that begin so as the one of the last page.
 */
void
gate_sign_in_waiting_set_redirect (GateSignInWaiting *self,
                                   const char        *redirect)
{
  g_return_if_fail (GATE_IS_SIGN_IN_WAITING (self));
  g_free (self->redirect);
  self->redirect = g_strdup (redirect);
}

/**
 * gate_sign_in_waiting_set_status:
 * @self: the widget
 * @status: what is going on
 * @busy: whether the browser's answer is waited for
 *
 * Says what is going on.
 */
void
gate_sign_in_waiting_set_status (GateSignInWaiting *self,
                                 const char        *status,
                                 gboolean           busy)
{
  g_return_if_fail (GATE_IS_SIGN_IN_WAITING (self));
  gtk_label_set_text (self->status, status);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
  /* The focus is on this button: who cannot see the text hears it from there. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->copy), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, status, -1);
}
