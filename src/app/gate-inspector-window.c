// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-inspector-window.h"

#include "gate-access.h"
#include "gate-call-job.h"
#include "gate-completer.h"
#include "gate-config.h"
#include "gate-content-widgets.h"
#include "gate-fetch-job.h"
#include "gate-focus.h"
#include "gate-form-view.h"
#include "gate-hub-arguments.h"
#include "gate-hyphens.h"
#include "gate-json.h"
#include "gate-result-view.h"
#include "gate-text.h"
#include "gate-traffic-log.h"
#include "gate-traffic-row.h"
#include "gate-trial.h"
#include "gate-try-button.h"
#include "gate-words.h"

#include <glib/gi18n.h>
#include <string.h>

#define DESCRIPTION_MAX 2000
/* Each may have an answer of some megabytes. */
#define TRIALS_MAX 20

struct _GateInspectorWindow {
  AdwWindow        parent_instance;

  GateHub         *hub;
  GateHubProject  *project;
  GateHubItem     *item;
  GListModel      *items;       /* (owned) (nullable): the list that it is in */
  GateTrafficLog  *log;
  GListStore      *trials;      /* (element-type GateTrial): the newest first */
  GateJob         *job;         /* (owned) (nullable): while it runs */
  JsonObject      *arguments;   /* (owned) (nullable): of the job */
  char            *address;     /* (owned) (nullable): of the job, where it reads what an answer led to */
  GateTrial       *shown;       /* (owned) (nullable): whose answer is seen */
  gint64           started_at;
  gboolean         revealing;  /* what came is to be seen once it has its place */
  GtkWidget       *form;        /* (nullable): NULL where the schema is too free for one */
  AdwWindowTitle  *title;
  GtkButton       *run;
  GtkWidget       *cancel;
  GtkProgressBar  *progress;
  GtkLabel        *description;
  GtkWidget       *arguments_box;
  GtkWidget       *no_arguments;
  GtkToggleButton *as_json;
  GtkStack        *stack;
  AdwBin          *form_bin;
  GtkTextView     *json;
  GtkLabel        *status;
  GtkButton       *copy;
  GateResultView  *result;
  GtkWidget       *history_expander;
  GtkListBox      *history;
  GtkListBox      *traffic;
  AdwBin          *definition;
};

G_DEFINE_FINAL_TYPE (GateInspectorWindow, gate_inspector_window, ADW_TYPE_WINDOW)

static void
show_status (GateInspectorWindow *self,
             const char          *text,
             gboolean             bad)
{
  gtk_label_set_label (self->status, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->status), text != NULL);
  if (text)
    gate_access_tell (GTK_WIDGET (self->status), text);
  if (bad)
    gtk_widget_add_css_class (GTK_WIDGET (self->status), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->status), "error");
}

static void
update (GateInspectorWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  gboolean running = self->job != NULL;
  gboolean was_on_button = focus && (focus == GTK_WIDGET (self->run) || focus == self->cancel);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "inspector.run", !running);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "inspector.cancel", running);
  gtk_widget_set_visible (self->cancel, running);
  if (was_on_button)
    gtk_widget_grab_focus (running ? self->cancel : GTK_WIDGET (self->run));
  gtk_widget_set_visible (GTK_WIDGET (self->run), !running);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), running);
}

static JsonObject *
read_json (GateInspectorWindow  *self,
           GError              **error)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->json);
  GtkTextIter start, end;
  g_autofree char *text = NULL;
  g_autoptr(JsonNode) node = NULL;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = g_strstrip (gtk_text_buffer_get_text (buffer, &start, &end, FALSE));
  node = gate_hub_parse_object (*text ? text : "{}", -1, error);
  return node ? json_node_dup_object (node) : NULL;
}

static void
write_json (GateInspectorWindow *self,
            JsonObject          *arguments)
{
  g_autoptr(JsonNode) node = json_node_init_object (json_node_alloc (), arguments);
  g_autofree char *text = gate_json_to_pretty_text (node);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->json), text, -1);
}

static JsonObject *
read_arguments (GateInspectorWindow  *self,
                GError              **error)
{
  if (gtk_toggle_button_get_active (self->as_json) || !self->form)
    return read_json (self, error);
  return gate_form_view_get_values (GATE_FORM_VIEW (self->form), error);
}

/* What was wrong with the arguments is not any more; what came of the last call is still there. */
static void
end_fault (GateInspectorWindow *self)
{
  g_autofree char *outcome = self->shown ? gate_trial_dup_outcome (self->shown) : NULL;

  if (gtk_widget_has_css_class (GTK_WIDGET (self->status), "error"))
    show_status (self, outcome, FALSE);
}

/* What was filled in goes along; what is no JSON yet stays where it is. */
static void
as_json_toggled (GateInspectorWindow *self)
{
  gboolean as_json = gtk_toggle_button_get_active (self->as_json);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) arguments = NULL;

  if (as_json)
    {
      arguments = self->form ? gate_form_view_get_values (GATE_FORM_VIEW (self->form), NULL) : NULL;
      if (arguments)
        write_json (self, arguments);
    }
  else if (self->form)
    {
      arguments = read_json (self, &error);
      if (arguments)
        gate_form_view_set_values (GATE_FORM_VIEW (self->form), arguments);
    }
  if (error)
    show_status (self, error->message, TRUE);
  else
    end_fault (self);
  gtk_stack_set_visible_child_name (self->stack, as_json || !self->form ? "json" : "form");
}

/* trial: (nullable): whose answer there is to copy */
static void
set_shown (GateInspectorWindow *self,
           GateTrial           *trial)
{
  g_set_object (&self->shown, trial);
  gtk_button_set_icon_name (self->copy, "edit-copy-symbolic");
  gtk_widget_set_visible (GTK_WIDGET (self->copy), trial && gate_trial_get_result (trial));
}

static void
copy (GtkWidget  *widget,
      const char *action,
      GVariant   *parameter)
{
  GateInspectorWindow *self = GATE_INSPECTOR_WINDOW (widget);
  JsonNode *result = self->shown ? gate_trial_get_result (self->shown) : NULL;
  g_autofree char *text = result ? gate_json_to_pretty_text (result) : NULL;

  if (!text)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  gtk_button_set_icon_name (self->copy, "object-select-symbolic");
  gate_access_tell (GTK_WIDGET (self->copy), _("Copied."));
}

static void
show_trial (GateInspectorWindow *self,
            GateTrial           *trial)
{
  set_shown (self, trial);
  if (gate_trial_get_result (trial))
    gate_result_view_show_result (self->result, gate_trial_get_result (trial));
  else
    gate_result_view_show_error (self->result, gate_trial_get_error (trial));
}

static void
history_activated (GateInspectorWindow *self,
                   GtkListBoxRow       *row)
{
  g_autoptr(GateTrial) trial = g_list_model_get_item (G_LIST_MODEL (self->trials), (guint) gtk_list_box_row_get_index (row));
  g_autofree char *outcome = NULL;

  if (!gate_trial_get_address (trial))
    {
      write_json (self, gate_trial_get_arguments (trial));
      if (self->form)
        gate_form_view_set_values (GATE_FORM_VIEW (self->form), gate_trial_get_arguments (trial));
    }
  outcome = gate_trial_dup_outcome (trial);
  show_status (self, outcome, FALSE);
  show_trial (self, trial);
}

static JsonNode *
result_of (GateJob *job)
{
  return GATE_IS_CALL_JOB (job) ? gate_call_job_get_result (GATE_CALL_JOB (job)) : gate_fetch_job_get_result (GATE_FETCH_JOB (job));
}

static gboolean
scroll_to_result (GtkWidget     *widget,
                  GdkFrameClock *clock,
                  gpointer       user_data)
{
  GateInspectorWindow *self = GATE_INSPECTOR_WINDOW (widget);
  GtkAdjustment *adjustment = user_data;
  GtkWidget *content = gtk_widget_get_parent (self->arguments_box);
  double page = gtk_adjustment_get_page_size (adjustment);
  graphene_rect_t bounds;
  double top = 0;

  if (gtk_widget_get_visible (self->arguments_box) && gtk_widget_compute_bounds (self->arguments_box, content, &bounds))
    top = bounds.origin.y + bounds.size.height;
  if (top - gtk_adjustment_get_value (adjustment) > page / 2)
    gtk_adjustment_set_value (adjustment, top);
  return G_SOURCE_REMOVE;
}

/* Below a long form, what came would not be seen. What is scrolled while sizes are given would not be drawn where it then is. */
static void
reveal_result (GateInspectorWindow *self,
               GtkAdjustment       *adjustment)
{
  if (!self->revealing)
    return;
  self->revealing = FALSE;
  gtk_widget_add_tick_callback (GTK_WIDGET (self), scroll_to_result, g_object_ref (adjustment), g_object_unref);
}

/* Why is told at once: who hears the outcome does not see what stands below it. */
static void
tell_failure (GateInspectorWindow *self,
              const char          *outcome,
              const char          *why)
{
  g_autofree char *whole = g_strdup_printf ("%s. %s", outcome, why);

  gate_access_tell (GTK_WIDGET (self->status), whole);
}

static void
did_run (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GateInspectorWindow) self = user_data;
  GateJob *job = GATE_JOB (source);
  gint64 elapsed = g_get_monotonic_time () - self->started_at;
  g_autoptr(GError) error = NULL;
  g_autoptr(GateTrial) trial = NULL;
  const char *warning;
  g_autofree char *outcome = NULL;
  g_autofree char *told = NULL;
  g_autofree char *failure = NULL;

  gate_job_run_finish (job, result, &error);
  g_signal_handlers_disconnect_by_data (job, self);
  g_clear_object (&self->job);
  update (self);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      show_status (self, _("Cancelled."), FALSE);
      return;
    }
  trial = gate_trial_new (self->address, self->arguments, error ? NULL : result_of (job), error, elapsed);
  g_list_store_insert (self->trials, 0, trial);
  if (g_list_model_get_n_items (G_LIST_MODEL (self->trials)) > TRIALS_MAX)
    g_list_store_remove (self->trials, TRIALS_MAX);
  gtk_widget_set_visible (self->history_expander, TRUE);
  outcome = gate_trial_dup_outcome (trial);
  warning = GATE_IS_CALL_JOB (job) ? gate_call_job_get_warning (GATE_CALL_JOB (job)) : NULL;
  told = g_strjoin ("\n", outcome, warning, NULL);
  self->revealing = TRUE;
  show_status (self, told, FALSE);
  show_trial (self, trial);
  failure = gate_trial_dup_failure (trial);
  if (failure)
    tell_failure (self, told, failure);
}

static void
job_changed (GateInspectorWindow *self)
{
  const char *message = gate_job_get_message (self->job);
  double fraction = gate_job_get_fraction (self->job);
  g_autofree char *shown = gate_text_make_visible (message ? message : gate_job_get_title (self->job), GATE_TEXT_LINE);

  show_status (self, shown, FALSE);
  if (fraction >= 0)
    gtk_progress_bar_set_fraction (self->progress, CLAMP (fraction, 0, 1));
  else
    gtk_progress_bar_pulse (self->progress);
}

static GateJob *
make_job (GateInspectorWindow  *self,
          GError              **error)
{
  const char *connector = gate_hub_item_get_connector (self->item);
  const char *account = gate_hub_item_get_account (self->item);
  g_autofree char *uri = NULL;

  switch (gate_hub_item_get_kind (self->item))
    {
    case GATE_HUB_ITEM_TOOL:
      return gate_call_job_new (self->hub, self->project, gate_hub_item_get_full_name (self->item), self->arguments, FALSE);
    case GATE_HUB_ITEM_PROMPT:
      return gate_fetch_job_new_prompt (self->hub, self->project, gate_hub_item_get_full_name (self->item), self->arguments);
    case GATE_HUB_ITEM_TEMPLATE:
      uri = gate_hub_item_expand (self->item, self->arguments, error);
      return uri ? gate_fetch_job_new_resource (self->hub, self->project, connector, account, uri) : NULL;
    case GATE_HUB_ITEM_RESOURCE:
    case GATE_HUB_ITEM_SKILL:
    default:
      return gate_fetch_job_new_resource (self->hub, self->project, connector, account, gate_hub_item_get_name (self->item));
    }
}

static void
start (GateInspectorWindow *self)
{
  gate_result_view_clear (self->result);
  set_shown (self, NULL);
  gate_traffic_log_follow (self->log);
  self->started_at = g_get_monotonic_time ();
  update (self);
  g_signal_connect_swapped (self->job, "notify", G_CALLBACK (job_changed), self);
  job_changed (self);
  gate_job_run_async (self->job, NULL, did_run, g_object_ref (self));
}

/* At the field that is wrong, and nowhere else; what is wrong with the whole is said below. */
static void
show_fault (GateInspectorWindow *self,
            const GError        *error)
{
  gboolean as_form = self->form && !gtk_toggle_button_get_active (self->as_json);
  g_autofree char *text = gate_words_error (error);

  show_status (self, NULL, FALSE);
  if (!as_form || gate_form_view_show_faults (GATE_FORM_VIEW (self->form)))
    show_status (self, text, TRUE);
}

static void
run (GtkWidget  *widget,
     const char *action,
     GVariant   *parameter)
{
  GateInspectorWindow *self = GATE_INSPECTOR_WINDOW (widget);
  g_autoptr(GError) error = NULL;
  JsonObject *arguments = read_arguments (self, &error);

  if (arguments)
    {
      g_clear_pointer (&self->arguments, json_object_unref);
      g_clear_pointer (&self->address, g_free);
      self->arguments = arguments;
      self->job = make_job (self, &error);
    }
  if (self->job)
    start (self);
  else
    show_fault (self, error);
}

/* An answer led to a resource. */
static void
read_link (GtkWidget  *widget,
           const char *action,
           GVariant   *parameter)
{
  GateInspectorWindow *self = GATE_INSPECTOR_WINDOW (widget);

  if (self->job)
    return;
  g_clear_pointer (&self->arguments, json_object_unref);
  g_free (self->address);
  self->arguments = json_object_new ();
  self->address = g_variant_dup_string (parameter, NULL);
  self->job = gate_fetch_job_new_resource (self->hub, self->project, gate_hub_item_get_connector (self->item),
                                           gate_hub_item_get_account (self->item), self->address);
  /* The button goes with the answer that it is in. */
  gtk_widget_grab_focus (GTK_WIDGET (self->run));
  start (self);
}

static void
cancel (GtkWidget  *widget,
        const char *action,
        GVariant   *parameter)
{
  GateInspectorWindow *self = GATE_INSPECTOR_WINDOW (widget);

  if (self->job)
    gate_job_cancel (self->job);
}

/* Before what has the focus: a text of several lines would take it for a new line. */
static gboolean
on_run_key (GtkWidget *widget,
            GVariant  *parameter,
            gpointer   user_data)
{
  gtk_widget_activate_action (widget, "inspector.run", NULL);
  return TRUE;
}

/* The first Escape ends what runs, the next one closes. */
static gboolean
on_escape (GtkWidget *widget,
           GVariant  *parameter,
           gpointer   user_data)
{
  GateInspectorWindow *self = GATE_INSPECTOR_WINDOW (widget);

  if (self->job)
    gate_job_cancel (self->job);
  else
    gtk_window_close (GTK_WINDOW (widget));
  return TRUE;
}

static gboolean
gate_inspector_window_close_request (GtkWindow *window)
{
  GateInspectorWindow *self = GATE_INSPECTOR_WINDOW (window);

  if (self->job)
    gate_job_cancel (self->job);
  return GTK_WINDOW_CLASS (gate_inspector_window_parent_class)->close_request (window);
}

static void
gate_inspector_window_dispose (GObject *object)
{
  GateInspectorWindow *self = GATE_INSPECTOR_WINDOW (object);

  if (self->job)
    g_signal_handlers_disconnect_by_data (self->job, self);
  g_clear_object (&self->job);
  g_clear_object (&self->log);
  g_clear_object (&self->trials);
  g_clear_object (&self->shown);
  g_clear_object (&self->item);
  g_clear_object (&self->items);
  g_clear_object (&self->project);
  g_clear_object (&self->hub);
  g_clear_pointer (&self->arguments, json_object_unref);
  g_clear_pointer (&self->address, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), GATE_TYPE_INSPECTOR_WINDOW);
  G_OBJECT_CLASS (gate_inspector_window_parent_class)->dispose (object);
}

/* Who opens it by its mnemonic goes on there. */
static void
expanded_changed (GtkExpander *expander)
{
  gtk_widget_grab_focus (GTK_WIDGET (expander));
}

/* What the server says of it, whole; made when somebody wants to see it. */
static void
show_definition (GateInspectorWindow *self)
{
  JsonNode *source = gate_hub_item_get_source (self->item);

  if (source && !adw_bin_get_child (self->definition))
    adw_bin_set_child (self->definition, gate_content_new_json (source));
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, GateInspectorWindow, title);
  gtk_widget_class_bind_template_child (widget_class, GateInspectorWindow, run);
  gtk_widget_class_bind_template_child (widget_class, GateInspectorWindow, cancel);
  gtk_widget_class_bind_template_child (widget_class, GateInspectorWindow, progress);
  gtk_widget_class_bind_template_child (widget_class, GateInspectorWindow, description);
  gtk_widget_class_bind_template_child (widget_class, GateInspectorWindow, arguments_box);
  gtk_widget_class_bind_template_child (widget_class, GateInspectorWindow, no_arguments);
  gtk_widget_class_bind_template_child (widget_class, GateInspectorWindow, as_json);
  gtk_widget_class_bind_template_child (widget_class, GateInspectorWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, GateInspectorWindow, form_bin);
  gtk_widget_class_bind_template_child (widget_class, GateInspectorWindow, json);
  gtk_widget_class_bind_template_child (widget_class, GateInspectorWindow, status);
  gtk_widget_class_bind_template_child (widget_class, GateInspectorWindow, copy);
  gtk_widget_class_bind_template_child (widget_class, GateInspectorWindow, result);
  gtk_widget_class_bind_template_child (widget_class, GateInspectorWindow, history_expander);
  gtk_widget_class_bind_template_child (widget_class, GateInspectorWindow, history);
  gtk_widget_class_bind_template_child (widget_class, GateInspectorWindow, traffic);
  gtk_widget_class_bind_template_child (widget_class, GateInspectorWindow, definition);
}

static void
gate_inspector_window_class_init (GateInspectorWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gate_inspector_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = gate_inspector_window_close_request;
  g_type_ensure (GATE_TYPE_RESULT_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, GATE_RESOURCE_PATH "/gate-inspector-window.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, as_json_toggled);
  gtk_widget_class_bind_template_callback (widget_class, expanded_changed);
  gtk_widget_class_bind_template_callback (widget_class, history_activated);
  gtk_widget_class_bind_template_callback (widget_class, reveal_result);
  gtk_widget_class_bind_template_callback (widget_class, show_definition);
  gtk_widget_class_install_action (widget_class, "inspector.run", NULL, run);
  gtk_widget_class_install_action (widget_class, "inspector.cancel", NULL, cancel);
  gtk_widget_class_install_action (widget_class, "inspector.copy", NULL, copy);
  gtk_widget_class_install_action (widget_class, "inspector.read", "s", read_link);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, on_escape, NULL);
}

static GtkWidget *
create_trial_row (gpointer item,
                  gpointer user_data)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = gate_trial_dup_title (item);
  g_autofree char *outcome = gate_trial_dup_outcome (item);
  g_autofree char *escaped = g_markup_escape_text (title, -1);
  g_autofree char *sentence = g_strdup_printf ("%s, %s", title, outcome);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), escaped);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), outcome);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gate_access_set_name (row, sentence);
  return row;
}

static void
add_run_keys (GateInspectorWindow *self)
{
  static const guint keys[] = { GDK_KEY_Return, GDK_KEY_KP_Enter };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                          gtk_shortcut_new (gtk_keyval_trigger_new (keys[i], GDK_CONTROL_MASK),
                                                            gtk_callback_action_new (on_run_key, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
gate_inspector_window_init (GateInspectorWindow *self)
{
  gate_access_be_dialog (GTK_WINDOW (self));
  gtk_widget_init_template (GTK_WIDGET (self));
  add_run_keys (self);
  gate_hyphens_forbid_in_view (self->json);
  self->trials = g_list_store_new (GATE_TYPE_TRIAL);
  gtk_list_box_bind_model (self->history, G_LIST_MODEL (self->trials), create_trial_row, NULL, NULL);
  update (self);
}

static const char *
verb_of (GateHubItem *item)
{
  switch (gate_hub_item_get_kind (item))
    {
    case GATE_HUB_ITEM_TOOL:
      return _("C_all");
    case GATE_HUB_ITEM_PROMPT:
      return _("_Get");
    case GATE_HUB_ITEM_RESOURCE:
    case GATE_HUB_ITEM_TEMPLATE:
    case GATE_HUB_ITEM_SKILL:
    default:
      return _("_Read");
    }
}

static JsonObject *
known_arguments (gpointer user_data)
{
  return gate_form_view_dup_known (user_data);
}

/* What a prompt or a template takes the server may propose (completion/complete); of tools the protocol knows no such thing. */
static void
add_proposals (GateInspectorWindow *self)
{
  GateHubItemKind kind = gate_hub_item_get_kind (self->item);
  GateFormControl *control;

  if (kind != GATE_HUB_ITEM_PROMPT && kind != GATE_HUB_ITEM_TEMPLATE)
    return;
  for (guint i = 0; (control = gate_form_view_get_control (GATE_FORM_VIEW (self->form), i)); i++)
    gate_completer_attach (control, self->hub, self->project, self->item, known_arguments, self->form);
}

/* A schema without properties may yet take some of any name, where it says so. */
static gboolean
takes_others (GateHubItem *item)
{
  JsonNode *source = gate_hub_item_get_source (item);
  JsonObject *object = source && JSON_NODE_HOLDS_OBJECT (source) ? json_node_get_object (source) : NULL;
  JsonObject *schema = object ? gate_json_get_object (object, "inputSchema") : NULL;
  JsonNode *others = schema ? gate_json_get (schema, "additionalProperties") : NULL;

  return others && (JSON_NODE_HOLDS_OBJECT (others) || gate_json_get_boolean (schema, "additionalProperties", FALSE));
}

static void
show_form (GateInspectorWindow *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GateForm) form = gate_hub_item_dup_form (self->item, &error);
  gboolean is_tool = gate_hub_item_get_kind (self->item) == GATE_HUB_ITEM_TOOL;
  gboolean none = form && gate_form_get_n_fields (form) == 0 && !takes_others (self->item);

  self->form = form && gate_form_get_n_fields (form) > 0 ? gate_form_view_new (form) : NULL;
  adw_bin_set_child (self->form_bin, self->form);
  if (self->form)
    add_proposals (self);
  gtk_widget_set_visible (self->arguments_box, self->form || error || is_tool);
  gtk_widget_set_visible (self->no_arguments, none);
  gtk_widget_set_visible (GTK_WIDGET (self->stack), !none);
  gtk_widget_set_visible (GTK_WIDGET (self->as_json), self->form != NULL);
  gtk_stack_set_visible_child_name (self->stack, self->form && !gtk_toggle_button_get_active (self->as_json) ? "form" : "json");
  if (error)
    show_status (self, error->message, TRUE);
}

/* As the service calls it for people; the name by which assistants call it stands below, since a service may call anything anything. */
static void
show_title (GateInspectorWindow *self)
{
  const char *title = gate_hub_item_get_title (self->item);
  g_autofree char *name = gate_text_make_visible (gate_hub_item_get_full_name (self->item), GATE_TEXT_LINE);
  g_autofree char *visible = gate_text_make_visible (title ? title : "", GATE_TEXT_LINE);
  g_autofree char *in_project = gate_text_make_visible (gate_hub_project_get_label (self->project), GATE_TEXT_LINE);
  gboolean titled = *visible && strcmp (visible, gate_hub_item_get_name (self->item)) != 0;
  g_autofree char *below = titled ? g_strjoin (" · ", name, in_project, NULL) : g_strdup (in_project);

  adw_window_title_set_title (self->title, titled ? visible : name);
  adw_window_title_set_subtitle (self->title, below);
}

/* What the server says of it. */
static void
show_item (GateInspectorWindow *self)
{
  const char *words = gate_hub_item_get_description (self->item);
  g_autofree char *visible = gate_text_make_visible (words ? words : "", GATE_TEXT_BLOCK);
  g_autofree char *description = gate_text_shorten (visible, DESCRIPTION_MAX);

  show_title (self);
  gtk_label_set_label (self->description, description);
  gtk_widget_set_visible (GTK_WIDGET (self->description), *description != '\0');
  show_form (self);
}

/* What is called is what the server has now, so that is what has to be seen. */
static void
item_changed (GateInspectorWindow *self)
{
  g_autoptr(JsonObject) known = self->form ? gate_form_view_dup_known (GATE_FORM_VIEW (self->form)) : json_object_new ();
  gboolean in_form = gate_focus_is_within (GTK_WIDGET (self->form_bin));

  show_item (self);
  if (self->form)
    gate_form_view_set_known (GATE_FORM_VIEW (self->form), known);
  if (in_form)
    gtk_widget_grab_focus (self->form ? self->form : GTK_WIDGET (self->run));
  if (adw_bin_get_child (self->definition))
    {
      adw_bin_set_child (self->definition, NULL);
      show_definition (self);
    }
  show_status (self, _("The server has changed it. Look at what it says now."), TRUE);
}

static void
items_changed (GateInspectorWindow *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->items); i++)
    {
      g_autoptr(GateHubItem) item = g_list_model_get_item (self->items, i);
      g_autoptr(GateHubItem) before = NULL;

      if (item == self->item || gate_hub_item_get_kind (item) != gate_hub_item_get_kind (self->item)
          || strcmp (gate_hub_item_get_full_name (item), gate_hub_item_get_full_name (self->item)) != 0)
        continue;
      before = g_steal_pointer (&self->item);
      self->item = g_object_ref (item);
      if (!gate_json_equal (gate_hub_item_get_source (before), gate_hub_item_get_source (item)))
        item_changed (self);
      return;
    }
}

static void
follow (GateInspectorWindow *self,
        GListModel          *items)
{
  self->items = g_object_ref (items);
  g_signal_connect_object (items, "items-changed", G_CALLBACK (items_changed), self, G_CONNECT_SWAPPED);
}

/**
 * gate_inspector_window_new:
 * @hub: an open hub
 * @project: in which project it is tried
 * @item: what is tried
 *
 * Returns: the window, not shown yet
 */
GtkWindow *
gate_inspector_window_new (GateHub        *hub,
                           GateHubProject *project,
                           GateHubItem    *item)
{
  GateInspectorWindow *self = g_object_new (GATE_TYPE_INSPECTOR_WINDOW, NULL);
  g_autofree char *name = gate_text_make_visible (gate_hub_item_get_full_name (item), GATE_TEXT_LINE);
  g_autofree char *title = g_strdup_printf (_("Try %s"), name);

  self->hub = g_object_ref (hub);
  self->project = g_object_ref (project);
  self->item = g_object_ref (item);
  self->log = gate_traffic_log_new (hub, project, gate_hub_item_get_connector (item), gate_hub_item_get_account (item));
  gtk_list_box_bind_model (self->traffic, gate_traffic_log_get_lines (self->log), (GtkListBoxCreateWidgetFunc) gate_traffic_row_new,
                           NULL, NULL);
  gtk_window_set_title (GTK_WINDOW (self), title);
  gtk_button_set_label (self->run, verb_of (item));
  show_item (self);
  gtk_widget_grab_focus (self->form ? self->form : GTK_WIDGET (self->run));
  return GTK_WINDOW (self);
}

/**
 * gate_inspector_window_open:
 * @over: the window over which it stands
 * @view: the project in which it is tried
 * @target: the parameter of `win.try`
 *
 * Opens the inspector for an item; does nothing where the item is offered no more.
 */
void
gate_inspector_window_open (GtkWindow       *over,
                            GateProjectView *view,
                            GVariant        *target)
{
  const char *connector, *id;
  GateHubAccount *account;
  GListModel *items;

  g_variant_get (target, "(&s&si&s)", &connector, &id, NULL, NULL);
  account = gate_project_view_find (view, connector, id);
  items = account ? gate_hub_account_get_items (account) : NULL;
  for (guint i = 0; items && i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(GateHubItem) item = g_list_model_get_item (items, i);

      if (gate_try_button_matches (item, target))
        {
          GtkWindow *window = gate_inspector_window_new (gate_project_view_get_hub (view), gate_project_view_get_project (view), item);

          follow (GATE_INSPECTOR_WINDOW (window), items);
          gtk_window_set_transient_for (window, over);
          gtk_window_present (window);
          return;
        }
    }
}
