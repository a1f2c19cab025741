// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-add-page.h"

#include "gate-access.h"
#include "gate-config.h"
#include "gate-confirm.h"
#include "gate-connect-job.h"
#include "gate-entry-draft.h"
#include "gate-error.h"
#include "gate-finding-row.h"
#include "gate-focus.h"
#include "gate-hyphens.h"
#include "gate-import-dialog.h"
#include "gate-json.h"
#include "gate-narrow.h"
#include "gate-paste.h"
#include "gate-secret.h"
#include "gate-words.h"

#include <glib/gi18n.h>
#include <string.h>

/* Bytes: one server of a file. */
#define NAMELESS_MAX 16384

enum { WHERE_REMOTE, WHERE_LOCAL };
enum { SIGN_IN_ASKED, SIGN_IN_KEY, SIGN_IN_CLIENT };

struct _GateAddPage {
  AdwBin                parent_instance;

  GateHub              *hub;         /* (owned) (nullable) */
  GCancellable         *cancellable; /* (owned) (nullable): while something runs */
  GtkFileChooserNative *chooser;     /* (owned) (nullable) */
  AdwEntryRow          *name;
  AdwComboRow          *kind;
  AdwEntryRow          *address;
  AdwEntryRow          *command;
  GtkWidget            *host_group;
  AdwPreferencesRow    *override;
  GtkWidget            *variables_group;
  GtkTextView          *variables;
  GtkWidget            *sign_in_group;
  AdwComboRow          *sign_in;
  AdwEntryRow          *header;
  GtkWidget            *key;
  AdwEntryRow          *client_id;
  GtkWidget            *client_secret;
  AdwEntryRow          *port;
  GtkWidget            *outcome_group;
  AdwActionRow         *outcome;
  GtkImage             *outcome_icon;
  GtkWidget            *buttons;
  GtkWidget            *spinner;
  GtkWidget            *cancel;
  GtkTextView          *pasted;
};

G_DEFINE_FINAL_TYPE (GateAddPage, gate_add_page, ADW_TYPE_BIN)

/* What a person fills in, as a draft of it is kept. */
static const struct {
  const char *name;
  gsize       offset;
  gboolean    typed;  /* whether it is a reason to keep the draft: there is nothing in it from the start */
  gboolean    spent;  /* whether it is cleared once the server is added */
} fields[] = {
  { "kind", G_STRUCT_OFFSET (GateAddPage, kind), FALSE, FALSE },
  { "name", G_STRUCT_OFFSET (GateAddPage, name), TRUE, TRUE },
  { "address", G_STRUCT_OFFSET (GateAddPage, address), TRUE, TRUE },
  { "command", G_STRUCT_OFFSET (GateAddPage, command), TRUE, TRUE },
  { "variables", G_STRUCT_OFFSET (GateAddPage, variables), TRUE, TRUE },
  { "sign-in", G_STRUCT_OFFSET (GateAddPage, sign_in), FALSE, FALSE },
  { "header", G_STRUCT_OFFSET (GateAddPage, header), FALSE, FALSE },
  { "key", G_STRUCT_OFFSET (GateAddPage, key), TRUE, TRUE },
  { "client-id", G_STRUCT_OFFSET (GateAddPage, client_id), TRUE, TRUE },
  { "client-secret", G_STRUCT_OFFSET (GateAddPage, client_secret), TRUE, TRUE },
  { "port", G_STRUCT_OFFSET (GateAddPage, port), TRUE, TRUE },
  { "pasted", G_STRUCT_OFFSET (GateAddPage, pasted), TRUE, FALSE },
};

static const char *
text_of (gpointer row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static char *
dup_text (GtkTextView *view)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
show_outcome (GateAddPage *self,
              const char  *text,
              gboolean     bad)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->outcome), text ? text : "");
  gtk_widget_set_visible (self->outcome_group, text != NULL);
  if (!text)
    return;
  gate_finding_row_show_state (self->outcome_icon, bad ? GATE_FINDING_FAILED : GATE_FINDING_OK);
  gate_access_set_name (GTK_WIDGET (self->outcome), text);
  /* The buttons were not there while it went on: the focus is where the end is told. */
  gtk_widget_grab_focus (GTK_WIDGET (self->outcome));
}

static void
update (GateAddPage *self)
{
  gboolean local = adw_combo_row_get_selected (self->kind) == WHERE_LOCAL;
  guint sign_in = adw_combo_row_get_selected (self->sign_in);
  gboolean filled = *text_of (self->name) && *text_of (local ? self->command : self->address);
  gboolean busy = self->cancellable != NULL;
  gboolean off = local && self->hub && gate_hub_get_program_override (self->hub);

  gtk_widget_set_visible (GTK_WIDGET (self->address), !local);
  gtk_widget_set_visible (GTK_WIDGET (self->command), local && !off);
  gtk_widget_set_visible (self->host_group, off);
  gtk_widget_set_visible (self->variables_group, local && !off);
  gtk_widget_set_visible (self->sign_in_group, !local);
  gtk_widget_set_visible (GTK_WIDGET (self->header), sign_in == SIGN_IN_KEY);
  gtk_widget_set_visible (self->key, sign_in == SIGN_IN_KEY);
  gtk_widget_set_visible (GTK_WIDGET (self->client_id), sign_in == SIGN_IN_CLIENT);
  gtk_widget_set_visible (self->client_secret, sign_in == SIGN_IN_CLIENT);
  gtk_widget_set_visible (GTK_WIDGET (self->port), sign_in == SIGN_IN_CLIENT);
  gtk_widget_set_visible (self->spinner, busy);
  gtk_widget_set_visible (self->cancel, busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "add.test", filled && !busy && self->hub && !off);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "add.add", filled && !busy && self->hub && !off);
  if (!busy)
    show_outcome (self, NULL, FALSE);
}

/* The id and entry of what is filled in; what is wrong with it is told beside the buttons. */
static JsonNode *
read_draft (GateAddPage  *self,
            char        **id)
{
  gboolean local = adw_combo_row_get_selected (self->kind) == WHERE_LOCAL;
  guint sign_in = adw_combo_row_get_selected (self->sign_in);
  g_autofree char *variables = dup_text (self->variables);
  g_autoptr(GError) error = NULL;
  const GateEntryDraft draft = {
    .name = text_of (self->name),
    .local = local,
    .address = text_of (self->address),
    .command = text_of (self->command),
    .variables = variables,
    .header = text_of (self->header),
    .key = sign_in == SIGN_IN_KEY ? text_of (self->key) : NULL,
    .client_id = sign_in == SIGN_IN_CLIENT ? text_of (self->client_id) : NULL,
    .client_secret = text_of (self->client_secret),
    .port = text_of (self->port),
  };
  JsonNode *entry = gate_entry_draft_to_entry (&draft, &error);

  if (entry)
    {
      *id = gate_entry_draft_dup_id (&draft);
      return entry;
    }
  g_autofree char *text = gate_words_error (error);
  show_outcome (self, text, TRUE);
  return NULL;
}

static void
begin (GateAddPage *self)
{
  self->cancellable = g_cancellable_new ();
  update (self);
}

static void
end (GateAddPage  *self,
     const GError *error)
{
  g_autofree char *text = NULL;

  g_clear_object (&self->cancellable);
  update (self);
  if (!error || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  text = gate_words_error (error);
  show_outcome (self, text, TRUE);
}

static void
did_test (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GateAddPage) self = user_data;
  GateConnectJob *job = GATE_CONNECT_JOB (source);
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  if (gate_job_run_finish (GATE_JOB (job), result, &error))
    text = g_strdup_printf (ngettext ("It answers: %u tool, listed in %.0f ms, protocol %s.",
                                      "It answers: %u tools, listed in %.0f ms, protocol %s.", gate_connect_job_get_n_tools (job)),
                            gate_connect_job_get_n_tools (job), gate_connect_job_get_elapsed (job),
                            gate_connect_job_get_protocol (job));
  else if (gate_error_matches (error, GATE_ERROR_SIGN_IN_NEEDED))
    text = g_strdup (_("It answers, and asks for a sign-in. Add it, then sign in."));
  end (self, text ? NULL : error);
  if (text)
    show_outcome (self, text, FALSE);
}

static void
test (GtkWidget  *widget,
      const char *action,
      GVariant   *parameter)
{
  GateAddPage *self = GATE_ADD_PAGE (widget);
  g_autofree char *id = NULL;
  g_autoptr(JsonNode) entry = read_draft (self, &id);
  g_autoptr(GateJob) job = NULL;
  g_autoptr(GError) error = NULL;

  if (!entry)
    return;
  job = gate_connect_job_new_trial (self->hub, id, entry, &error);
  begin (self);
  if (job)
    gate_job_run_async (job, self->cancellable, did_test, g_object_ref (self));
  else
    end (self, error);
}

static char *
dup_field (GateAddPage *self,
           guint        index)
{
  GtkWidget *field = G_STRUCT_MEMBER (GtkWidget *, self, fields[index].offset);

  if (ADW_IS_COMBO_ROW (field))
    return g_strdup_printf ("%u", adw_combo_row_get_selected (ADW_COMBO_ROW (field)));
  return GTK_IS_TEXT_VIEW (field) ? dup_text (GTK_TEXT_VIEW (field)) : g_strdup (text_of (field));
}

static void
set_field (GateAddPage *self,
           guint        index,
           const char  *text)
{
  GtkWidget *field = G_STRUCT_MEMBER (GtkWidget *, self, fields[index].offset);

  if (ADW_IS_COMBO_ROW (field))
    adw_combo_row_set_selected (ADW_COMBO_ROW (field), (guint) g_ascii_strtoull (text, NULL, 10));
  else if (GTK_IS_TEXT_VIEW (field))
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (field)), text, -1);
  else
    gtk_editable_set_text (GTK_EDITABLE (field), text);
}

static void
clear_draft (GateAddPage *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (fields[i].spent)
      set_field (self, i, "");
}

static void
did_add (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GateAddPage) self = user_data;
  g_auto(GStrv) moved = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GateHubConnector) connector = gate_hub_add_connector_finish (GATE_HUB (source), result, &moved, &error);

  end (self, error);
  if (!connector)
    return;
  clear_draft (self);
  gtk_widget_activate_action (GTK_WIDGET (self), "app.show-connector", "s", gate_hub_connector_get_id (connector));
}

static void
add (GtkWidget  *widget,
     const char *action,
     GVariant   *parameter)
{
  GateAddPage *self = GATE_ADD_PAGE (widget);
  g_autofree char *id = NULL;
  g_autoptr(JsonNode) entry = read_draft (self, &id);

  if (!entry)
    return;
  begin (self);
  gate_hub_add_connector_async (self->hub, id, entry, FALSE, self->cancellable, did_add, g_object_ref (self));
}

static void
copy_override (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), gate_hub_get_program_override (GATE_ADD_PAGE (widget)->hub));
  gtk_widget_activate_action (widget, "win.tell", "s", _("Command copied"));
}

static void
use_network (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  GateAddPage *self = GATE_ADD_PAGE (widget);

  adw_combo_row_set_selected (self->kind, WHERE_REMOTE);
  gtk_widget_grab_focus (GTK_WIDGET (self->address));
}

static void
cancel (GtkWidget  *widget,
        const char *action,
        GVariant   *parameter)
{
  g_cancellable_cancel (GATE_ADD_PAGE (widget)->cancellable);
}

static void
open_import (GateAddPage *self,
             const char  *client,
             const char  *path,
             const char  *text)
{
  GtkWindow *dialog;

  if (!self->hub)
    return;
  dialog = gate_import_dialog_new (self->hub, client, path, text);
  gtk_window_set_transient_for (dialog, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
  gtk_window_present (dialog);
}

/* The form shows what the line would add, to be looked at and tested. */
static void
fill_in (GateAddPage *self,
         const char  *name,
         JsonObject  *entry)
{
  const char *address = gate_json_get_string (entry, "url");
  const char *program = gate_json_get_string (entry, "command");
  g_auto(GStrv) arguments = gate_json_get_strv (entry, "args");

  gtk_editable_set_text (GTK_EDITABLE (self->name), name ? name : "");
  adw_combo_row_set_selected (self->kind, program ? WHERE_LOCAL : WHERE_REMOTE);
  gtk_editable_set_text (GTK_EDITABLE (self->address), address ? address : "");
  if (program)
    {
      g_autofree char *quoted = g_shell_quote (program);
      g_autoptr(GString) command = g_string_new (quoted);

      for (guint i = 0; arguments && arguments[i]; i++)
        {
          g_autofree char *word = g_shell_quote (arguments[i]);
          g_string_append_printf (command, " %s", word);
        }
      gtk_editable_set_text (GTK_EDITABLE (self->command), command->str);
    }
  gtk_widget_grab_focus (GTK_WIDGET (self->name));
}

/* What the form has no place for, or what is of no use there, goes by way of the import, which keeps all of it or says what is wrong. */
static gboolean
fits_form (JsonNode *entry)
{
  static const char *const texts[] = { "type", "url", "command", NULL };
  JsonObject *object = gate_json_node_object (entry);
  g_autoptr(GList) names = object ? json_object_get_members (object) : NULL;

  for (GList *each = names; each; each = each->next)
    {
      g_auto(GStrv) arguments = strcmp (each->data, "args") == 0 ? gate_json_get_strv (object, "args") : NULL;

      if (!arguments && (!g_strv_contains (texts, each->data) || !gate_json_get_string (object, each->data)))
        return FALSE;
    }
  return object != NULL;
}

static void
read_command (GateAddPage *self,
              const char  *text)
{
  g_autofree char *name = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) entry = gate_paste_read_command (text, &name, &error);
  JsonObject *servers, *root;
  g_autoptr(JsonNode) document = NULL;
  g_autofree char *json = NULL;

  if (!entry)
    {
      gate_confirm_tell_error (GTK_WIDGET (self), _("The Text Could Not Be Read"), error);
      return;
    }
  if (fits_form (entry))
    {
      fill_in (self, name, json_node_get_object (entry));
      return;
    }
  servers = json_object_new ();
  root = json_object_new ();
  json_object_set_member (servers, name, g_steal_pointer (&entry));
  json_object_set_object_member (root, "mcpServers", servers);
  document = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (document, root);
  json = json_to_string (document, FALSE);
  open_import (self, NULL, NULL, json);
}

/* A server that has no name there goes into the form, where the person gives it one. */
static void
read_json (GateAddPage *self,
           const char  *text)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *document = gate_paste_dup_document (text, &error);
  g_autoptr(JsonNode) node = document ? gate_json_parse (document, -1, NAMELESS_MAX, NULL) : NULL;
  JsonObject *entry = node && fits_form (node) ? json_node_get_object (node) : NULL;

  if (!document)
    gate_confirm_tell_error (GTK_WIDGET (self), _("The Text Could Not Be Read"), error);
  else if (entry && (json_object_has_member (entry, "url") || json_object_has_member (entry, "command")))
    fill_in (self, NULL, entry);
  else
    open_import (self, NULL, NULL, document);
}

/* A link out of a browser or a mail. */
static gboolean
is_address (const char *text)
{
  return (g_ascii_strncasecmp (text, "https://", 8) == 0 || g_ascii_strncasecmp (text, "http://", 7) == 0) && !strpbrk (text, " \t\r\n") &&
         g_uri_is_valid (text, G_URI_FLAGS_NONE, NULL);
}

/* text: without white space around it */
static void
read_text (GateAddPage *self,
           const char  *text)
{
  if (gate_paste_is_command (text))
    {
      read_command (self, text);
    }
  else if (is_address (text))
    {
      g_autoptr(JsonObject) entry = json_object_new ();

      json_object_set_string_member (entry, "url", text);
      fill_in (self, NULL, entry);
    }
  else
    {
      read_json (self, text);
    }
}

static void
read_pasted (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  GateAddPage *self = GATE_ADD_PAGE (widget);
  g_autofree char *text = dup_text (self->pasted);

  if (self->hub && *g_strstrip (text))
    read_text (self, text);
}

static void
import (GtkWidget  *widget,
        const char *action,
        GVariant   *parameter)
{
  open_import (GATE_ADD_PAGE (widget), g_variant_get_string (parameter, NULL), NULL, NULL);
}

static void
on_chosen (GtkNativeDialog *chooser,
           int              response,
           GateAddPage     *self)
{
  if (self->chooser && response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr(GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
      g_autofree char *path = file ? g_file_get_path (file) : NULL;

      if (path)
        open_import (self, NULL, path, NULL);
    }
  g_clear_object (&self->chooser);
}

/* The chooser is the system's, so it works in a sandbox too. */
static void
choose_file (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  GateAddPage *self = GATE_ADD_PAGE (widget);

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_("Choose a File"), GTK_WINDOW (gtk_widget_get_root (widget)),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, _("_Open"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  /* A portal may keep it for longer than the page. */
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_chosen), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static gboolean
drop_text (GateAddPage *self,
           const char  *dropped)
{
  g_autofree char *text = g_strstrip (g_strdup (dropped ? dropped : ""));

  if (!*text)
    return FALSE;
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->pasted), text, -1);
  read_text (self, text);
  return TRUE;
}

/* A file that is dropped on the page is as if it had been chosen; a text, as if it had been pasted and read. */
static gboolean
on_drop (GateAddPage  *self,
         const GValue *value)
{
  g_autoptr(GSList) files = NULL;
  g_autofree char *path = NULL;

  if (!self->hub)
    return FALSE;
  if (G_VALUE_HOLDS_STRING (value))
    return drop_text (self, g_value_get_string (value));
  files = gdk_file_list_get_files (g_value_get_boxed (value));
  path = files ? g_file_get_path (files->data) : NULL;
  if (path)
    open_import (self, NULL, path, NULL);
  return path != NULL;
}

static void
gate_add_page_dispose (GObject *object)
{
  GateAddPage *self = GATE_ADD_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->chooser);
  g_clear_object (&self->hub);
  gtk_widget_dispose_template (GTK_WIDGET (self), GATE_TYPE_ADD_PAGE);
  G_OBJECT_CLASS (gate_add_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, GateAddPage, buttons);
  gtk_widget_class_bind_template_child (widget_class, GateAddPage, name);
  gtk_widget_class_bind_template_child (widget_class, GateAddPage, kind);
  gtk_widget_class_bind_template_child (widget_class, GateAddPage, address);
  gtk_widget_class_bind_template_child (widget_class, GateAddPage, command);
  gtk_widget_class_bind_template_child (widget_class, GateAddPage, host_group);
  gtk_widget_class_bind_template_child (widget_class, GateAddPage, override);
  gtk_widget_class_bind_template_child (widget_class, GateAddPage, variables_group);
  gtk_widget_class_bind_template_child (widget_class, GateAddPage, variables);
  gtk_widget_class_bind_template_child (widget_class, GateAddPage, sign_in_group);
  gtk_widget_class_bind_template_child (widget_class, GateAddPage, sign_in);
  gtk_widget_class_bind_template_child (widget_class, GateAddPage, header);
  gtk_widget_class_bind_template_child (widget_class, GateAddPage, key);
  gtk_widget_class_bind_template_child (widget_class, GateAddPage, client_id);
  gtk_widget_class_bind_template_child (widget_class, GateAddPage, client_secret);
  gtk_widget_class_bind_template_child (widget_class, GateAddPage, port);
  gtk_widget_class_bind_template_child (widget_class, GateAddPage, outcome);
  gtk_widget_class_bind_template_child (widget_class, GateAddPage, outcome_group);
  gtk_widget_class_bind_template_child (widget_class, GateAddPage, outcome_icon);
  gtk_widget_class_bind_template_child (widget_class, GateAddPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, GateAddPage, cancel);
  gtk_widget_class_bind_template_child (widget_class, GateAddPage, pasted);
}

static gboolean
gate_add_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (GATE_ADD_PAGE (widget)->name));
}

static void
gate_add_page_class_init (GateAddPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gate_add_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, GATE_RESOURCE_PATH "/gate-add-page.ui");
  gate_focus_begin_with (GTK_WIDGET_CLASS (klass), gate_add_page_grab_focus);
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_install_action (widget_class, "add.test", NULL, test);
  gtk_widget_class_install_action (widget_class, "add.add", NULL, add);
  gtk_widget_class_install_action (widget_class, "add.cancel", NULL, cancel);
  gtk_widget_class_install_action (widget_class, "add.copy-override", NULL, copy_override);
  gtk_widget_class_install_action (widget_class, "add.use-network", NULL, use_network);
  gtk_widget_class_install_action (widget_class, "add.read", NULL, read_pasted);
  gtk_widget_class_install_action (widget_class, "add.import", "s", import);
  gtk_widget_class_install_action (widget_class, "add.choose-file", NULL, choose_file);
}

static void
gate_add_page_init (GateAddPage *self)
{
  GType types[] = { GDK_TYPE_FILE_LIST, G_TYPE_STRING };
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  gate_hyphens_forbid_in_view (self->pasted);
  gate_narrow_let_wrap (self->buttons);
  gate_narrow_let_shrink (GTK_WIDGET (self->kind));
  gate_narrow_let_shrink (GTK_WIDGET (self->sign_in));
  gate_hyphens_forbid_in_view (self->variables);
  g_signal_connect_object (target, "drop", G_CALLBACK (on_drop), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  update (self);
}

/**
 * gate_add_page_set_hub:
 * @self: the page
 * @hub: (nullable): an open hub
 *
 * Gives the page what it adds to.
 */
void
gate_add_page_set_hub (GateAddPage *self,
                       GateHub     *hub)
{
  g_return_if_fail (GATE_IS_ADD_PAGE (self));
  g_set_object (&self->hub, hub);
  if (hub && gate_hub_get_program_override (hub))
    adw_preferences_row_set_title (self->override, gate_hub_get_program_override (hub));
  update (self);
}

/**
 * gate_add_page_dup_draft:
 * @self: the page
 *
 * Gives what is filled in, so that another page can go on with it. It may hold keys: all of it is kept as secrets are.
 *
 * Returns: (transfer full) (nullable) (element-type utf8 GateSecret): the draft; %NULL where nothing was filled in
 */
GHashTable *
gate_add_page_dup_draft (GateAddPage *self)
{
  g_return_val_if_fail (GATE_IS_ADD_PAGE (self), NULL);
  g_autoptr(GHashTable) draft = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) gate_secret_unref);
  gboolean filled = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      GateSecret *text = gate_secret_new_take (dup_field (self, i));

      filled = filled || (fields[i].typed && gate_secret_get_size (text) > 0);
      g_hash_table_insert (draft, (gpointer) fields[i].name, text);
    }
  return filled ? g_steal_pointer (&draft) : NULL;
}

/**
 * gate_add_page_take_draft:
 * @self: the page
 * @draft: (element-type utf8 GateSecret): what gate_add_page_dup_draft() gave
 *
 * Fills in what was filled in before.
 */
void
gate_add_page_take_draft (GateAddPage *self,
                          GHashTable  *draft)
{
  g_return_if_fail (GATE_IS_ADD_PAGE (self) && draft);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      GateSecret *text = g_hash_table_lookup (draft, fields[i].name);

      if (text)
        set_field (self, i, gate_secret_peek (text));
    }
  update (self);
}
