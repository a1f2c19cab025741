// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-project-page.h"

#include "gate-account-row.h"
#include "gate-account-work.h"
#include "gate-banner.h"
#include "gate-config.h"
#include "gate-dirs.h"
#include "gate-focus.h"
#include "gate-notice-words.h"
#include "gate-plugins-panel.h"
#include "gate-property.h"
#include "gate-review-dialog.h"
#include "gate-row-feeder.h"
#include "gate-text.h"
#include "gate-welcome-page.h"

#include <glib/gi18n.h>

struct _GateProjectPage {
  AdwBin             parent_instance;

  GateProjectView   *view;   /* (owned) (nullable) */
  GateNotices       *notices; /* (owned) (nullable): what is worth telling of it */
  GateRowFeeder     *feeder; /* (owned) (nullable) */
  char              *missing; /* (nullable): the folder that was renamed, deleted, or is on a disk that is not here now */
  AdwFlap           *flap;   /* (unowned) (nullable): NULL once disposed */
  GatePluginsPanel  *panel;
  GateBanner        *banner;
  GtkStack          *stack;
  AdwPreferencesGroup *facts;
  AdwActionRow      *folder;
  AdwActionRow      *instructions;
  GtkListBox        *list;
};

enum { PROP_0, PROP_PANEL_SHOWN, N_PROPS };

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (GateProjectPage, gate_project_page, ADW_TYPE_BIN)

/* The end of a wait is told where it was asked for: on the row, whose button is gone now. */
static void
focus_row (GateProjectPage *self,
           GtkWidget       *row)
{
  if (!gate_focus_get (GTK_WIDGET (self)) || gate_focus_is_within (GTK_WIDGET (self->stack)))
    gtk_widget_grab_focus (row);
}

static void
doing_changed (GateProjectPage *self,
               GParamSpec      *pspec,
               GateAccountWork *work)
{
  const char *doing = gate_account_work_get_doing (work);

  for (int i = 0; self->view == gate_account_work_get_view (work) && gtk_list_box_get_row_at_index (self->list, i); i++)
    {
      GateAccountRow *row = GATE_ACCOUNT_ROW (gtk_list_box_get_row_at_index (self->list, i));

      if (!gate_account_work_is_for (work, gate_account_row_get_account (row)))
        continue;
      gate_account_row_set_busy (row, doing);
      if (!doing)
        focus_row (self, GTK_WIDGET (row));
    }
}

static GateAccountWork *
begin_work (GateProjectPage *self,
            const char      *connector,
            const char      *account)
{
  GateAccountWork *work = gate_account_work_new (GTK_WIDGET (self), self->view, connector, account);

  g_signal_connect_object (work, "notify::doing", G_CALLBACK (doing_changed), self, G_CONNECT_SWAPPED);
  return work;
}

static void
did_connect (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  GateAccountWork *work = GATE_ACCOUNT_WORK (source);
  GateHubAccount *account = gate_account_work_find (work);
  gboolean connected = gate_account_work_finish (work, result);

  /* After a failure, what the service said just now is what the row tells. */
  if (connected || (account && gate_hub_account_get_active (account)))
    gate_project_view_refresh (gate_account_work_get_view (work), account);
}

/* A newcomer's first connection: the next question is which services they use. */
static void
did_begin (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GateAccountWork *work = GATE_ACCOUNT_WORK (source);

  if (!gate_account_work_finish (work, result))
    return;
  gate_project_view_refresh (gate_account_work_get_view (work), gate_account_work_find (work));
  gtk_widget_activate_action (gate_account_work_get_asker (work), "win.choose-services", NULL);
}

static void
connect_account (GateProjectPage     *self,
                 const char          *connector,
                 const char          *account,
                 gboolean             again,
                 GAsyncReadyCallback  callback)
{
  g_autoptr(GateAccountWork) work = begin_work (self, connector, account);

  gate_account_work_connect_async (work, gate_project_view_get_project (self->view), again, callback, NULL);
}

static void
did_unlock (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GateAccountWork *work = GATE_ACCOUNT_WORK (source);

  if (gate_account_work_finish (work, result))
    gate_project_view_refresh (gate_account_work_get_view (work), NULL);
}

static void
unlock_keyring (GateProjectPage *self,
                const char      *connector,
                const char      *account)
{
  g_autoptr(GateAccountWork) work = begin_work (self, connector, account);

  gate_account_work_unlock_async (work, did_unlock, NULL);
}

static void
set_active (GateProjectPage *self,
            const char      *connector,
            const char      *account,
            gboolean         active)
{
  g_autoptr(GateAccountWork) work = self->view ? begin_work (self, connector, account) : NULL;

  if (work)
    gate_account_work_set_active_async (work, gate_project_view_get_project (self->view), active, NULL, NULL);
}

static void
set_active_action (GtkWidget  *widget,
                   const char *action,
                   GVariant   *parameter)
{
  const char *connector, *account;
  gboolean active;

  g_variant_get (parameter, "(&s&sb)", &connector, &account, &active);
  set_active (GATE_PROJECT_PAGE (widget), connector, account, active);
}

static void
mend_account (GateProjectPage *self,
              const char      *connector,
              const char      *id)
{
  GateHubAccount *account = self->view ? gate_project_view_find (self->view, connector, id) : NULL;

  if (!account)
    return;
  switch (gate_hub_account_get_remedy (account))
    {
    case GATE_ACCOUNT_REMEDY_TURN_ON:
      set_active (self, connector, id, TRUE);
      break;
    case GATE_ACCOUNT_REMEDY_CONNECT:
    case GATE_ACCOUNT_REMEDY_SIGN_IN:
    case GATE_ACCOUNT_REMEDY_SIGN_IN_AGAIN:
    case GATE_ACCOUNT_REMEDY_GET_KEYRING:
      /* A keyring that comes is noticed by itself. Until then a sign-in serves as long as this process. */
      connect_account (self, connector, id, FALSE, did_connect);
      break;
    case GATE_ACCOUNT_REMEDY_UNLOCK:
      unlock_keyring (self, connector, id);
      break;
    case GATE_ACCOUNT_REMEDY_ASK_ADMINISTRATOR:
    case GATE_ACCOUNT_REMEDY_REVIEW:
      gtk_widget_activate_action (GTK_WIDGET (self), "app.show-connector", "s", connector);
      break;
    case GATE_ACCOUNT_REMEDY_START:
    case GATE_ACCOUNT_REMEDY_RETRY:
    case GATE_ACCOUNT_REMEDY_NONE:
    case GATE_ACCOUNT_REMEDY_WAIT:
    default:
      gate_project_view_refresh (self->view, account);
      break;
    }
}

static void
mend (GtkWidget  *widget,
      const char *action,
      GVariant   *parameter)
{
  const char *connector, *id;

  g_variant_get (parameter, "(&s&s)", &connector, &id);
  mend_account (GATE_PROJECT_PAGE (widget), connector, id);
}

/* What a notice says is solved: the button in the banner, and that of the notification. */
static void
solve (GtkWidget  *widget,
       const char *action,
       GVariant   *parameter)
{
  GateProjectPage *self = GATE_PROJECT_PAGE (widget);
  const char *kind, *connector, *id;
  GateHubAccount *account;

  g_variant_get (parameter, "(&s&s&s)", &kind, &connector, &id);
  account = self->view ? gate_project_view_find (self->view, connector, id) : NULL;
  if (self->view && g_strcmp0 (kind, gate_notice_kind_to_string (GATE_NOTICE_OFFLINE)) == 0)
    gate_project_view_refresh (self->view, NULL);
  if (!account)
    return;
  if (g_strcmp0 (kind, gate_notice_kind_to_string (GATE_NOTICE_CHANGED)) == 0)
    {
      g_autoptr(GPtrArray) changed = gate_notices_dup_changed (account);

      gate_review_dialog_present (widget, self->view, gate_hub_account_get_label (account), changed);
    }
  else if (g_strcmp0 (kind, gate_notice_kind_to_string (GATE_NOTICE_EXPIRING)) == 0)
    connect_account (self, connector, id, TRUE, did_connect);
  else
    mend_account (self, connector, id);
}

/* What a newcomer does first: the sample, then what they use themselves. */
static void
begin_action (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  GateProjectPage *self = GATE_PROJECT_PAGE (widget);

  if (self->view)
    connect_account (self, "sample", "", FALSE, did_begin);
}

static void
refresh_action (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  GateProjectPage *self = GATE_PROJECT_PAGE (widget);

  if (self->view)
    gate_project_view_refresh (self->view, NULL);
}

static void
row_activated (GateProjectPage *self,
               GateAccountRow  *row)
{
  gtk_widget_activate_action (GTK_WIDGET (row), "app.show-connector", "s",
                              gate_hub_account_get_id (gate_account_row_get_account (row)));
}

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  return gate_account_row_new (item);
}

/* Focus does not get lost with the page that had it. */
static void
show_content (GateProjectPage *self,
              const char      *name)
{
  gboolean had_it = gate_focus_is_within (GTK_WIDGET (self->stack));

  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), name) == 0)
    return;
  gtk_stack_set_visible_child_name (self->stack, name);
  if (had_it && !gtk_widget_child_focus (GTK_WIDGET (self->list), GTK_DIR_TAB_FORWARD))
    gtk_widget_child_focus (GTK_WIDGET (self->stack), GTK_DIR_TAB_FORWARD);
}

static void
choose_content (GateProjectPage *self)
{
  const char *name = "loading";

  if (self->view && g_list_model_get_n_items (G_LIST_MODEL (self->view)) > 0)
    name = "list";
  else if (self->view && gate_project_view_get_loaded (self->view))
    name = "welcome";
  show_content (self, name);
}

static void
show_fact (AdwActionRow *row,
           const char   *text)
{
  g_autofree char *shown = text && *text ? gate_text_make_visible (text, GATE_TEXT_BLOCK) : NULL;
  g_autofree char *escaped = shown ? g_markup_escape_text (shown, -1) : NULL;

  adw_action_row_set_subtitle (row, escaped ? escaped : "");
  gtk_widget_set_visible (GTK_WIDGET (row), escaped != NULL);
}

static void
show_folder (GateProjectPage *self,
             GateHubProject  *project)
{
  const char *folder = gate_hub_project_get_folder (project);
  gboolean missing = folder && g_strcmp0 (folder, self->missing) == 0;
  const char *remedy = gate_hub_project_can_change (project, "folder") ? _("Edit the project to choose another one.") : NULL;
  g_autofree char *told = missing ? g_strjoin (" ", _("This folder is not there."), remedy, NULL) : NULL;
  g_autofree char *whole = told ? g_strjoin ("\n", folder, told, NULL) : g_strdup (folder);

  show_fact (self->folder, whole);
}

static void
got_folder (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GateProjectPage) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, &error);
  GateHubProject *project = self->view ? gate_project_view_get_project (self->view) : NULL;
  const char *path = g_file_peek_path (G_FILE (source));
  gboolean missing = info ? g_file_info_get_file_type (info) != G_FILE_TYPE_DIRECTORY : g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);

  /* Meanwhile it may have become another one. */
  if (!project || g_strcmp0 (gate_hub_project_get_folder (project), path) != 0)
    return;
  g_free (self->missing);
  self->missing = missing ? g_strdup (path) : NULL;
  show_folder (self, project);
}

/* In a sandbox a folder that was not given to it is not seen at all. */
static void
look_at_folder (GateProjectPage *self,
                const char      *folder)
{
  g_autoptr(GFile) file = NULL;

  if (!folder || !*folder || gate_dirs_in_flatpak ())
    return;
  file = g_file_new_for_path (folder);
  g_file_query_info_async (file, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT_IDLE, NULL, got_folder,
                           g_object_ref (self));
}

static void
show_facts (GateProjectPage *self)
{
  GateHubProject *project = gate_project_view_get_project (self->view);

  show_folder (self, project);
  look_at_folder (self, gate_hub_project_get_folder (project));
  show_fact (self->instructions, gate_hub_project_get_instructions (project));
  gtk_widget_set_visible (GTK_WIDGET (self->facts), gtk_widget_get_visible (GTK_WIDGET (self->folder)) ||
                                                    gtk_widget_get_visible (GTK_WIDGET (self->instructions)));
}

/* One at a time, the most urgent one: the rows say the rest. */
static void
show_notices (GateProjectPage *self)
{
  guint n = self->notices ? g_list_model_get_n_items (G_LIST_MODEL (self->notices)) : 0;
  g_autoptr(GateNotice) notice = n > 0 ? g_list_model_get_item (G_LIST_MODEL (self->notices), 0) : NULL;
  g_autofree char *title = notice ? gate_notice_words_title (notice) : NULL;
  g_autofree char *more = NULL;
  g_autofree char *whole = NULL;
  GateHubAccount *account;

  if (!notice)
    {
      gate_banner_hide (self->banner);
      return;
    }
  /* Translators: how many other things need attention beside the one that is told. */
  more = n > 1 ? g_strdup_printf (ngettext ("%u more below.", "%u more below.", n - 1), n - 1) : NULL;
  whole = more ? g_strdup_printf ("%s %s", title, more) : g_strdup (title);
  account = gate_notice_get_account (notice);
  gate_banner_show (self->banner, whole, gate_notice_words_remedy (notice), "project.solve",
                    g_variant_new ("(sss)", gate_notice_kind_to_string (gate_notice_get_kind (notice)),
                                   account ? gate_hub_account_get_id (account) : "", account ? gate_hub_account_get_account (account) : ""));
}

static void
let_go (GateProjectPage *self)
{
  if (self->notices)
    g_signal_handlers_disconnect_by_data (self->notices, self);
  g_clear_object (&self->notices);
  if (self->feeder)
    gate_row_feeder_stop (self->feeder);
  if (self->view)
    {
      g_signal_handlers_disconnect_by_data (self->view, self);
      g_signal_handlers_disconnect_by_data (gate_project_view_get_project (self->view), self);
    }
  g_clear_object (&self->feeder);
  g_clear_object (&self->view);
}

static void
gate_project_page_get_property (GObject    *object,
                                guint       id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_PANEL_SHOWN:
      g_value_set_boolean (value, GATE_PROJECT_PAGE (object)->flap && adw_flap_get_reveal_flap (GATE_PROJECT_PAGE (object)->flap));
      break;
    GATE_INVALID_PROPERTY (object, id, pspec);
    }
}

static void
gate_project_page_set_property (GObject      *object,
                                guint         id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  GateProjectPage *self = GATE_PROJECT_PAGE (object);

  switch (id)
    {
    case PROP_PANEL_SHOWN:
      adw_flap_set_reveal_flap (self->flap, g_value_get_boolean (value));
      if (g_value_get_boolean (value))
        gtk_widget_child_focus (GTK_WIDGET (self->panel), GTK_DIR_TAB_FORWARD);
      break;
    GATE_INVALID_PROPERTY (object, id, pspec);
    }
}

static void
gate_project_page_dispose (GObject *object)
{
  let_go (GATE_PROJECT_PAGE (object));
  GATE_PROJECT_PAGE (object)->flap = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (object), GATE_TYPE_PROJECT_PAGE);
  G_OBJECT_CLASS (gate_project_page_parent_class)->dispose (object);
}

static void
gate_project_page_finalize (GObject *object)
{
  g_free (GATE_PROJECT_PAGE (object)->missing);
  G_OBJECT_CLASS (gate_project_page_parent_class)->finalize (object);
}

static void
gate_project_page_class_init (GateProjectPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = gate_project_page_get_property;
  object_class->set_property = gate_project_page_set_property;
  object_class->dispose = gate_project_page_dispose;
  object_class->finalize = gate_project_page_finalize;
  props[PROP_PANEL_SHOWN] = g_param_spec_boolean ("panel-shown", NULL, NULL, FALSE, GATE_PARAM_READWRITE);
  g_object_class_install_properties (object_class, N_PROPS, props);
  g_type_ensure (GATE_TYPE_BANNER);
  g_type_ensure (GATE_TYPE_PLUGINS_PANEL);
  g_type_ensure (GATE_TYPE_WELCOME_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, GATE_RESOURCE_PATH "/gate-project-page.ui");
  gtk_widget_class_bind_template_child (widget_class, GateProjectPage, panel);
  gtk_widget_class_bind_template_child (widget_class, GateProjectPage, banner);
  gtk_widget_class_bind_template_child (widget_class, GateProjectPage, stack);
  gtk_widget_class_bind_template_child (widget_class, GateProjectPage, facts);
  gtk_widget_class_bind_template_child (widget_class, GateProjectPage, folder);
  gtk_widget_class_bind_template_child (widget_class, GateProjectPage, instructions);
  gtk_widget_class_bind_template_child (widget_class, GateProjectPage, list);
  gtk_widget_class_bind_template_callback (widget_class, row_activated);
  gtk_widget_class_install_action (widget_class, "project.mend", "(ss)", mend);
  gtk_widget_class_install_action (widget_class, "project.solve", "(sss)", solve);
  gtk_widget_class_install_action (widget_class, "project.set-active", "(ssb)", set_active_action);
  gtk_widget_class_install_action (widget_class, "project.begin", NULL, begin_action);
  gtk_widget_class_install_action (widget_class, "project.refresh", NULL, refresh_action);
}

static void
panel_turned (GateProjectPage *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PANEL_SHOWN]);
}

static void
gate_project_page_init (GateProjectPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* The bin's own child: bound by the template it would be let go of twice. */
  self->flap = ADW_FLAP (adw_bin_get_child (ADW_BIN (self)));
  g_signal_connect_object (self->flap, "notify::reveal-flap", G_CALLBACK (panel_turned), self, G_CONNECT_SWAPPED);
}

/**
 * gate_project_page_set_notices:
 * @self: the page
 * @notices: (nullable): what is worth telling of a project, with its view; %NULL: nothing yet
 *
 * Shows a project.
 */
void
gate_project_page_set_notices (GateProjectPage *self,
                               GateNotices     *notices)
{
  GateProjectView *view = notices ? gate_notices_get_view (notices) : NULL;

  g_return_if_fail (GATE_IS_PROJECT_PAGE (self));
  if (self->view == view)
    return;
  let_go (self);
  if (view)
    {
      self->view = g_object_ref (view);
      self->notices = g_object_ref (notices);
      g_signal_connect_swapped (notices, "items-changed", G_CALLBACK (show_notices), self);
      self->feeder = gate_row_feeder_new (self->list, G_LIST_MODEL (view), create_row, NULL);
      g_signal_connect_swapped (view, "items-changed", G_CALLBACK (choose_content), self);
      g_signal_connect_swapped (view, "notify::loaded", G_CALLBACK (choose_content), self);
      g_signal_connect_swapped (gate_project_view_get_project (view), "notify", G_CALLBACK (show_facts), self);
      show_facts (self);
    }
  if (self->flap)
    show_notices (self);
  gate_plugins_panel_set_view (self->panel, view);
  choose_content (self);
}

/**
 * gate_project_page_get_view:
 * @self: the page
 *
 * Returns: (transfer none) (nullable): what it shows
 */
GateProjectView *
gate_project_page_get_view (GateProjectPage *self)
{
  g_return_val_if_fail (GATE_IS_PROJECT_PAGE (self), NULL);
  return self->view;
}
