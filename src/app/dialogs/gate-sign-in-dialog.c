// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sign-in-dialog.h"

#include "gate-hyphens.h"
#include "gate-sign-in-waiting.h"
#include "gate-text.h"

#include <glib/gi18n.h>
#include <string.h>

struct _GateSignInDialog {
  GateQuestionDialog  parent_instance;

  char               *host;       /* where the browser goes, safe to show; "" when there is none */
  gboolean            host_shown;
  char               *redirect;   /* (nullable): where the answer comes to */
  GtkWidget          *address;    /* (nullable): gone with the dialog, as the next two */
  GtkWidget          *open;
  GateSignInWaiting  *waiting;
};

G_DEFINE_FINAL_TYPE (GateSignInDialog, gate_sign_in_dialog, GATE_TYPE_QUESTION_DIALOG)

static const char *
url_of (GateSignInDialog *self)
{
  const char *url = gate_question_get_url (gate_question_dialog_get_question (GATE_QUESTION_DIALOG (self)));

  return url ? url : "";
}

static gboolean
is_sign_in (GateSignInDialog *self)
{
  return gate_question_get_kind (gate_question_dialog_get_question (GATE_QUESTION_DIALOG (self))) == GATE_QUESTION_SIGN_IN;
}

/* The part of the address that decides where it leads, with its port; of a web address only. */
static char *
dup_host (const char *url)
{
  g_autoptr(GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);
  const char *scheme = uri ? g_uri_get_scheme (uri) : "";
  const char *host = uri ? g_uri_get_host (uri) : NULL;
  g_autofree char *shown = gate_text_make_visible (host ? host : "", GATE_TEXT_LINE);

  if (!*shown || (g_ascii_strcasecmp (scheme, "https") != 0 && g_ascii_strcasecmp (scheme, "http") != 0))
    return g_strdup ("");
  return g_uri_get_port (uri) > 0 ? g_strdup_printf ("%s:%d", shown, g_uri_get_port (uri)) : g_steal_pointer (&shown);
}

static void
show_host (GateSignInDialog *self,
           const char       *label)
{
  GateQuestionDialog *dialog = GATE_QUESTION_DIALOG (self);
  g_autofree char *letters = NULL;
  g_autofree char *warning = NULL;

  self->host_shown = TRUE;
  gate_question_dialog_add_row (dialog, label, self->host, TRUE);
  if (!g_str_has_prefix (self->host, "xn--") && !strstr (self->host, ".xn--"))
    return;
  letters = g_hostname_to_unicode (self->host);
  /* Translators: the name of a host in the letters of its language. */
  warning = g_strdup_printf (_("this host is called “%s”; look at each letter"), letters ? letters : self->host);
  gate_question_dialog_add_row (dialog, _("Caution"), warning, FALSE);
}

/* What is asked for, one after the other. */
static void
show_scopes (GateQuestionDialog *dialog,
             const char         *label,
             const char         *value)
{
  g_auto(GStrv) names = g_strsplit (value, " ", -1);
  g_autofree char *list = g_strjoinv (", ", names);

  gate_question_dialog_add_row (dialog, label, list, FALSE);
}

static gboolean
gate_sign_in_dialog_take_detail (GateQuestionDialog *dialog,
                                 const char         *name,
                                 const char         *label,
                                 const char         *value)
{
  GateSignInDialog *self = GATE_SIGN_IN_DIALOG (dialog);
  gsize length = strlen (value);

  if (!self->host)
    self->host = dup_host (url_of (self));
  if (g_strcmp0 (name, GATE_DETAIL_SCOPES) == 0)
    {
      show_scopes (dialog, label, value);
      return TRUE;
    }
  if (g_strcmp0 (name, GATE_DETAIL_STAYS) == 0)
    {
      gate_question_dialog_add_row (dialog, label, _("Yes"), FALSE);
      return TRUE;
    }
  if (g_strcmp0 (name, GATE_DETAIL_REDIRECT) == 0)
    {
      g_free (self->redirect);
      self->redirect = g_strdup (value);
    }
  if (g_strcmp0 (name, GATE_DETAIL_ACCOUNT_SERVER) != 0 || g_ascii_strncasecmp (value, self->host, length) != 0 || length == 0 ||
      (self->host[length] != '\0' && self->host[length] != ':'))
    return FALSE;
  show_host (self, label);
  return TRUE;
}

static void
did_open (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GateSignInDialog) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *status = NULL;
  gboolean opened = g_app_info_launch_default_for_uri_finish (result, &error);

  if (!self->waiting)
    return;
  if (!is_sign_in (self) && opened)
    {
      gate_question_dialog_answer (GATE_QUESTION_DIALOG (self), GATE_CHOICE_ACCEPT, NULL);
      return;
    }
  /* Translators: the name of a host. */
  status = opened ? g_strdup_printf (_("Waiting for you to sign in at %s"), self->host)
                  : g_strdup (_("No browser could be opened. Copy the link and open it yourself, on this computer."));
  gate_sign_in_waiting_set_status (self->waiting, status, is_sign_in (self));
}

static void
launch (GateSignInDialog *self)
{
  g_autoptr(GdkAppLaunchContext) context = gdk_display_get_app_launch_context (gtk_widget_get_display (GTK_WIDGET (self)));

  g_app_info_launch_default_for_uri_async (url_of (self), G_APP_LAUNCH_CONTEXT (context), NULL, did_open, g_object_ref (self));
}

static void
accept (GateSignInDialog *self)
{
  gate_question_dialog_answer (GATE_QUESTION_DIALOG (self), GATE_CHOICE_ACCEPT, NULL);
}

static void
decline (GateSignInDialog *self)
{
  gate_question_dialog_answer (GATE_QUESTION_DIALOG (self), GATE_CHOICE_DECLINE, NULL);
}

static void
show_waiting (GateSignInDialog *self)
{
  gboolean waits = gate_question_dialog_get_waiting (GATE_QUESTION_DIALOG (self));
  g_autofree char *status = g_strdup_printf (_("Waiting for you to sign in at %s"), self->host);

  if (!waits)
    return;
  gtk_widget_set_visible (self->address, FALSE);
  gate_sign_in_waiting_set_status (self->waiting, is_sign_in (self) ? status : _("Opening your browser…"), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->waiting), TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->waiting));
}

static void
open_browser (GateSignInDialog *self)
{
  gate_question_dialog_set_waiting (GATE_QUESTION_DIALOG (self), TRUE);
  launch (self);
}

static void
take_address (GateSignInDialog *self,
              const char       *address)
{
  g_autoptr(JsonObject) values = json_object_new ();

  json_object_set_string_member (values, "redirect", address);
  gate_question_dialog_answer (GATE_QUESTION_DIALOG (self), GATE_CHOICE_ACCEPT, values);
}

static void
add_address (GateSignInDialog *self)
{
  g_autofree char *shown = gate_text_make_visible (url_of (self), GATE_TEXT_LINE);
  GtkWidget *label = gtk_label_new (shown);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_CHAR);
  gate_hyphens_forbid_in_label (GTK_LABEL (label));
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "monospace");
  gtk_widget_set_margin_top (label, 6);
  self->address = gtk_expander_new_with_mnemonic (_("_Full Address"));
  gtk_expander_set_child (GTK_EXPANDER (self->address), label);
  g_signal_connect_object (self->address, "notify::expanded", G_CALLBACK (gate_question_dialog_fit), self, G_CONNECT_SWAPPED);
  gate_question_dialog_add (GATE_QUESTION_DIALOG (self), self->address);
}

static void
add_waiting (GateSignInDialog *self,
             GateQuestion     *question)
{
  GtkWidget *waiting = gate_sign_in_waiting_new (url_of (self), gate_question_get_deadline (question), is_sign_in (self));

  self->waiting = GATE_SIGN_IN_WAITING (waiting);
  gate_sign_in_waiting_set_redirect (self->waiting, self->redirect);
  gtk_widget_set_visible (waiting, FALSE);
  g_signal_connect_object (waiting, "open-again", G_CALLBACK (launch), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (waiting, "pasted", G_CALLBACK (take_address), self, G_CONNECT_SWAPPED);
  gate_question_dialog_add (GATE_QUESTION_DIALOG (self), waiting);
  if (is_sign_in (self))
    return;

  GtkWidget *opened = gtk_button_new_with_mnemonic (_("I _Opened It"));
  g_signal_connect_object (opened, "clicked", G_CALLBACK (accept), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (waiting), opened);
}

static void
gate_sign_in_dialog_fill (GateQuestionDialog *dialog,
                          GateQuestion       *question)
{
  GateSignInDialog *self = GATE_SIGN_IN_DIALOG (dialog);

  if (!self->host)
    self->host = dup_host (url_of (self));
  if (!self->host_shown)
    show_host (self, _("Opens in your browser"));
  add_address (self);
  add_waiting (self, question);
  self->open = gate_question_dialog_add_button (dialog, _("_Open Browser"), TRUE);
  /* What is no web address is shown, and goes nowhere. */
  gtk_widget_set_sensitive (self->open, *self->host != '\0');
  g_signal_connect_object (self->open, "clicked", G_CALLBACK (open_browser), self, G_CONNECT_SWAPPED);
  gtk_window_set_default_widget (GTK_WINDOW (self), self->open);
  gtk_window_set_focus (GTK_WINDOW (self), self->open);
  if (!is_sign_in (self))
    {
      GtkWidget *button = gate_question_dialog_add_button (dialog, _("_Decline"), FALSE);
      g_signal_connect_object (button, "clicked", G_CALLBACK (decline), self, G_CONNECT_SWAPPED);
    }
  g_signal_connect (self, "notify::waiting", G_CALLBACK (show_waiting), NULL);
}

static void
gate_sign_in_dialog_dispose (GObject *object)
{
  GateSignInDialog *self = GATE_SIGN_IN_DIALOG (object);

  self->waiting = NULL;
  self->address = self->open = NULL;
  g_clear_pointer (&self->host, g_free);
  g_clear_pointer (&self->redirect, g_free);
  G_OBJECT_CLASS (gate_sign_in_dialog_parent_class)->dispose (object);
}

static void
gate_sign_in_dialog_class_init (GateSignInDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gate_sign_in_dialog_dispose;
  GATE_QUESTION_DIALOG_CLASS (klass)->fill = gate_sign_in_dialog_fill;
  GATE_QUESTION_DIALOG_CLASS (klass)->take_detail = gate_sign_in_dialog_take_detail;
}

static void
gate_sign_in_dialog_init (GateSignInDialog *self)
{
}

/**
 * gate_sign_in_dialog_new:
 * @question: a sign-in, or a page that a server asks to visit
 *
 * Returns: (transfer full): the dialog, not shown yet
 */
GateQuestionDialog *
gate_sign_in_dialog_new (GateQuestion *question)
{
  return g_object_new (GATE_TYPE_SIGN_IN_DIALOG, "question", question, NULL);
}
