// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-health-page.h"

#include "gate-access.h"
#include "gate-config.h"
#include "gate-diagnose-job.h"
#include "gate-finding-row.h"
#include "gate-focus.h"
#include "gate-health-report.h"
#include "gate-row-layout.h"
#include "gate-text.h"
#include "gate-words.h"

#include <glib/gi18n.h>
#include <string.h>

struct _GateHealthPage {
  AdwBin               parent_instance;

  GateProjectView     *view;        /* (owned) (nullable) */
  GateJob             *job;         /* (owned) (nullable): under way */
  GPtrArray           *findings;    /* (owned) (nullable): of the last check */
  gint64               checked_at;  /* seconds, 0: never */
  guint                shown;       /* how many findings have a row */
  guint                idle;        /* makes more rows */
  AdwActionRow        *summary;
  GtkImage            *summary_icon;
  GtkSpinner          *spinner;
  GtkButton           *check;
  GtkButton           *cancel;
  GtkBox              *groups;
};

G_DEFINE_FINAL_TYPE (GateHealthPage, gate_health_page, ADW_TYPE_BIN)

static void
clear_groups (GateHealthPage *self)
{
  GtkWidget *child;

  g_clear_handle_id (&self->idle, g_source_remove);
  while (self->groups && (child = gtk_widget_get_first_child (GTK_WIDGET (self->groups))))
    gtk_box_remove (self->groups, child);
  self->shown = 0;
}

/* One button in place of the other, with the focus that the other had: what is hidden with the focus keeps it, and is kept for it. */
static void
show_button (GateHealthPage *self)
{
  GtkWidget *shown = GTK_WIDGET (self->job ? self->cancel : self->check);
  GtkWidget *hidden = GTK_WIDGET (self->job ? self->check : self->cancel);
  gboolean had_focus = gtk_widget_is_focus (hidden);

  gtk_widget_set_visible (shown, TRUE);
  if (had_focus)
    gtk_widget_grab_focus (shown);
  gtk_widget_set_visible (hidden, FALSE);
}

static void
show_summary (GateHealthPage   *self,
              const char       *title,
              const char       *subtitle,
              GateFindingState  state)
{
  gboolean running = self->job != NULL;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->summary), title);
  adw_action_row_set_subtitle (self->summary, subtitle ? subtitle : "");
  gate_finding_row_show_state (self->summary_icon, state);
  gtk_widget_set_visible (GTK_WIDGET (self->summary_icon), !running);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), running);
  gtk_spinner_set_spinning (self->spinner, running);
  show_button (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "health.copy", self->findings != NULL);
}

static guint
count (GateHealthPage   *self,
       GateFindingState  state)
{
  guint n = 0;

  for (guint i = 0; i < self->findings->len; i++)
    n += gate_finding_get_state (self->findings->pdata[i]) == state;
  return n;
}

static void
show_result (GateHealthPage *self)
{
  guint n_failed = count (self, GATE_FINDING_FAILED);
  guint n_warnings = count (self, GATE_FINDING_WARNING);
  GateHubProject *project = gate_project_view_get_project (self->view);
  g_autofree char *name = gate_text_make_visible (gate_hub_project_get_label (project), GATE_TEXT_LINE);
  /* Translators: the name of a project. */
  g_autofree char *subtitle = g_strdup_printf (_("What is on in the project “%s”, and this computer"), name);
  g_autofree char *title = NULL;

  if (n_failed > 0)
    title = g_strdup_printf (ngettext ("%u Problem", "%u Problems", n_failed), n_failed);
  else if (n_warnings > 0)
    title = g_strdup_printf (ngettext ("%u Thing to Look At", "%u Things to Look At", n_warnings), n_warnings);
  else
    title = g_strdup (_("All Is Well"));
  show_summary (self, title, subtitle,
                n_failed > 0 ? GATE_FINDING_FAILED : (n_warnings > 0 ? GATE_FINDING_WARNING : GATE_FINDING_OK));
}

/* What a subject is called: the label of the account that it names. */
static char *
label_of (GateHealthPage *self,
          const char     *subject)
{
  g_auto(GStrv) parts = g_strsplit (subject, "/", 2);
  GateHubAccount *account = gate_project_view_find (self->view, parts[0], parts[0] ? parts[1] : NULL);

  if (strcmp (subject, "system") == 0)
    return g_strdup (_("This Computer"));
  return gate_text_make_visible (account ? gate_hub_account_get_label (account) : subject, GATE_TEXT_LINE);
}

static GateFinding *
worst_of (GPtrArray *findings,
          guint      begin,
          guint      end)
{
  GateFinding *warning = NULL;

  for (guint i = begin; i < end; i++)
    {
      GateFinding *finding = findings->pdata[i];

      if (gate_finding_get_state (finding) == GATE_FINDING_FAILED)
        return finding;
      if (gate_finding_get_state (finding) == GATE_FINDING_WARNING && !warning)
        warning = finding;
    }
  return warning;
}

/* A subject that is well folds to one line. */
static void
add_subject (GateHealthPage *self,
             guint           begin,
             guint           end)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *expander = adw_expander_row_new ();
  GateFinding *worst = worst_of (self->findings, begin, end);
  GateFindingState state = worst ? gate_finding_get_state (worst) : GATE_FINDING_OK;
  GtkWidget *icon = gtk_image_new ();
  g_autofree char *label = label_of (self, gate_finding_get_subject (self->findings->pdata[begin]));
  g_autofree char *message = worst ? gate_text_make_visible (gate_finding_get_message (worst), GATE_TEXT_BLOCK) : NULL;
  const char *subtitle = message ? message : gate_finding_row_state_word (state);
  g_autofree char *sentence = g_strdup_printf ("%s, %s", label, subtitle);

  gate_finding_row_show_state (GTK_IMAGE (icon), state);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (expander), icon);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (expander), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (expander), label);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (expander), subtitle);
  gate_access_set_name (expander, sentence);
  for (guint i = begin; i < end; i++)
    adw_expander_row_add_row (ADW_EXPANDER_ROW (expander), gate_finding_row_new (self->findings->pdata[i]));
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (expander), worst != NULL);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), expander);
  gtk_box_append (self->groups, group);
}

/* One subject at a time, so that many of them hold up no frame. */
static gboolean
show_more (gpointer user_data)
{
  GateHealthPage *self = user_data;
  guint begin = self->shown;
  guint end = begin;

  if (begin >= self->findings->len)
    {
      self->idle = 0;
      return G_SOURCE_REMOVE;
    }
  while (end < self->findings->len && strcmp (gate_finding_get_subject (self->findings->pdata[end]),
                                              gate_finding_get_subject (self->findings->pdata[begin])) == 0)
    end++;
  add_subject (self, begin, end);
  self->shown = end;
  return G_SOURCE_CONTINUE;
}

static void
did_diagnose (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GateHealthPage) self = user_data;
  g_autoptr(GError) error = NULL;
  gboolean good = gate_job_run_finish (GATE_JOB (source), result, &error);

  if (self->job != GATE_JOB (source))
    return;
  g_clear_object (&self->job);
  if (!good)
    {
      g_autofree char *message = gate_words_error (error);
      gboolean cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

      show_summary (self, cancelled ? _("The Check Was Stopped") : _("The Check Could Not Be Made"), cancelled ? NULL : message,
                    GATE_FINDING_WARNING);
      return;
    }
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  self->findings = g_ptr_array_ref (gate_diagnose_job_get_findings (GATE_DIAGNOSE_JOB (source)));
  self->checked_at = g_get_real_time () / G_USEC_PER_SEC;
  show_result (self);
  clear_groups (self);
  self->idle = g_idle_add (show_more, self);
}

static void
stop (GateHealthPage *self)
{
  g_autoptr(GateJob) job = g_steal_pointer (&self->job);

  if (job)
    gate_job_cancel (job);
}

static void
check_action (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  gate_health_page_refresh (GATE_HEALTH_PAGE (widget));
  gtk_widget_grab_focus (GTK_WIDGET (GATE_HEALTH_PAGE (widget)->cancel));
}

static void
cancel_action (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  GateHealthPage *self = GATE_HEALTH_PAGE (widget);

  if (self->job)
    gate_job_cancel (self->job);
}

static void
copy_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  GateHealthPage *self = GATE_HEALTH_PAGE (widget);
  g_autofree char *report = self->findings ? gate_health_report (self->findings) : NULL;

  if (!report)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), report);
  gtk_widget_activate_action (widget, "win.tell", "s", _("Report copied, without secrets and without your home folder"));
}

static void
gate_health_page_map (GtkWidget *widget)
{
  GateHealthPage *self = GATE_HEALTH_PAGE (widget);

  GTK_WIDGET_CLASS (gate_health_page_parent_class)->map (widget);
  if (self->view && self->checked_at == 0 && !self->job)
    gate_health_page_refresh (self);
}

static gboolean
gate_health_page_grab_focus (GtkWidget *widget)
{
  GateHealthPage *self = GATE_HEALTH_PAGE (widget);

  return gtk_widget_grab_focus (GTK_WIDGET (self->job ? self->cancel : self->check));
}

static void
gate_health_page_dispose (GObject *object)
{
  GateHealthPage *self = GATE_HEALTH_PAGE (object);

  stop (self);
  clear_groups (self);
  self->groups = NULL;
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_clear_object (&self->view);
  gtk_widget_dispose_template (GTK_WIDGET (self), GATE_TYPE_HEALTH_PAGE);
  G_OBJECT_CLASS (gate_health_page_parent_class)->dispose (object);
}

static void
gate_health_page_class_init (GateHealthPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gate_health_page_dispose;
  widget_class->map = gate_health_page_map;
  gate_focus_begin_with (widget_class, gate_health_page_grab_focus);
  gtk_widget_class_set_template_from_resource (widget_class, GATE_RESOURCE_PATH "/gate-health-page.ui");
  gtk_widget_class_bind_template_child (widget_class, GateHealthPage, summary);
  gtk_widget_class_bind_template_child (widget_class, GateHealthPage, summary_icon);
  gtk_widget_class_bind_template_child (widget_class, GateHealthPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, GateHealthPage, check);
  gtk_widget_class_bind_template_child (widget_class, GateHealthPage, cancel);
  gtk_widget_class_bind_template_child (widget_class, GateHealthPage, groups);
  gtk_widget_class_install_action (widget_class, "health.check", NULL, check_action);
  gtk_widget_class_install_action (widget_class, "health.cancel", NULL, cancel_action);
  gtk_widget_class_install_action (widget_class, "health.copy", NULL, copy_action);
}

static void
gate_health_page_init (GateHealthPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gate_row_layout_use (self->summary);
  show_summary (self, _("Not Checked Yet"), NULL, GATE_FINDING_SKIPPED);
}

/**
 * gate_health_page_set_view:
 * @self: the page
 * @view: (nullable): the project to look at
 */
void
gate_health_page_set_view (GateHealthPage  *self,
                           GateProjectView *view)
{
  g_return_if_fail (GATE_IS_HEALTH_PAGE (self));
  stop (self);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  self->checked_at = 0;
  clear_groups (self);
  g_set_object (&self->view, view);
  show_summary (self, _("Not Checked Yet"), NULL, GATE_FINDING_SKIPPED);
  if (view && gtk_widget_get_mapped (GTK_WIDGET (self)))
    gate_health_page_refresh (self);
}

/**
 * gate_health_page_refresh:
 * @self: the page
 *
 * Checks again; does nothing while a check is under way.
 */
void
gate_health_page_refresh (GateHealthPage *self)
{
  g_return_if_fail (GATE_IS_HEALTH_PAGE (self));
  if (!self->view || self->job)
    return;
  self->job = gate_diagnose_job_new (gate_project_view_get_hub (self->view), gate_project_view_get_project (self->view), NULL, NULL);
  show_summary (self, _("Checking…"), _("Keyring, settings, and every connector that is on"), GATE_FINDING_SKIPPED);
  gate_job_run_async (self->job, NULL, did_diagnose, g_object_ref (self));
}
