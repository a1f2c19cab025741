// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-account-section.h"

#include "gate-access-words.h"
#include "gate-access.h"
#include "gate-config.h"
#include "gate-focus.h"
#include "gate-row-layout.h"
#include "gate-text.h"
#include "gate-words.h"

#include <glib/gi18n.h>
#include <string.h>

struct _GateAccountSection {
  AdwPreferencesGroup  parent_instance;

  GateHubProject      *project;  /* (owned) */
  GateHubAccount      *account;  /* (owned) */
  char                *doing;    /* (nullable) */
  gboolean             begins;   /* the focus was given to it before it was known whether it is signed in */
  GtkWidget           *menu;
  AdwActionRow        *state;
  GtkImage            *state_icon;
  GtkSpinner          *spinner;
  GtkButton           *connect;
  GtkButton           *disconnect;
  AdwActionRow        *activity;
  GtkSwitch           *toggle;
  GtkImage            *lock;
  AdwActionRow        *granted;
  GtkButton           *reconnect;
  AdwActionRow        *expires;
  AdwActionRow        *used;
  GtkButton           *revoke;
};

G_DEFINE_FINAL_TYPE (GateAccountSection, gate_account_section, ADW_TYPE_PREFERENCES_GROUP)

/* The switch shows what is true; what the person wants is asked for, and comes back as a change of the account. */
static gboolean
state_set (GateAccountSection *self,
           gboolean            state)
{
  if (self->account && state != gate_hub_account_get_active (self->account))
    gtk_widget_activate_action (GTK_WIDGET (self), "customize.set-active", "(ssb)", gate_hub_account_get_id (self->account),
                                gate_hub_account_get_account (self->account), state);
  return TRUE;
}

static void
rename_account (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  gtk_widget_activate_action (widget, "connector.rename-account", "s",
                              gate_hub_account_get_account (GATE_ACCOUNT_SECTION (widget)->account));
}

static void
remove_account (GtkWidget  *widget,
                const char *action,
                GVariant   *parameter)
{
  GateHubAccount *account = GATE_ACCOUNT_SECTION (widget)->account;

  gtk_widget_activate_action (widget, "customize.remove-account", "(ss)", gate_hub_account_get_id (account),
                              gate_hub_account_get_account (account));
}

/* It takes the focus where a sign-in is needed, since that is the next thing to do. */
static gboolean
begin_with_sign_in (GtkWidget *widget)
{
  GateAccountSection *self = GATE_ACCOUNT_SECTION (widget);

  self->begins = !gate_hub_account_get_sign_in (self->account);
  return gtk_widget_get_visible (GTK_WIDGET (self->connect)) && gtk_widget_grab_focus (GTK_WIDGET (self->connect));
}

static void
gate_account_section_dispose (GObject *object)
{
  GateAccountSection *self = GATE_ACCOUNT_SECTION (object);

  if (self->account)
    g_signal_handlers_disconnect_by_data (self->account, self);
  if (self->project)
    g_signal_handlers_disconnect_by_data (self->project, self);
  g_clear_object (&self->account);
  g_clear_object (&self->project);
  g_clear_pointer (&self->doing, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), GATE_TYPE_ACCOUNT_SECTION);
  G_OBJECT_CLASS (gate_account_section_parent_class)->dispose (object);
}

static void
gate_account_section_class_init (GateAccountSectionClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gate_account_section_dispose;
  gate_focus_begin_with (widget_class, begin_with_sign_in);
  gtk_widget_class_set_template_from_resource (widget_class, GATE_RESOURCE_PATH "/gate-account-section.ui");
  gtk_widget_class_bind_template_child (widget_class, GateAccountSection, menu);
  gtk_widget_class_bind_template_child (widget_class, GateAccountSection, state);
  gtk_widget_class_bind_template_child (widget_class, GateAccountSection, state_icon);
  gtk_widget_class_bind_template_child (widget_class, GateAccountSection, spinner);
  gtk_widget_class_bind_template_child (widget_class, GateAccountSection, connect);
  gtk_widget_class_bind_template_child (widget_class, GateAccountSection, disconnect);
  gtk_widget_class_bind_template_child (widget_class, GateAccountSection, activity);
  gtk_widget_class_bind_template_child (widget_class, GateAccountSection, toggle);
  gtk_widget_class_bind_template_child (widget_class, GateAccountSection, lock);
  gtk_widget_class_bind_template_child (widget_class, GateAccountSection, granted);
  gtk_widget_class_bind_template_child (widget_class, GateAccountSection, reconnect);
  gtk_widget_class_bind_template_child (widget_class, GateAccountSection, expires);
  gtk_widget_class_bind_template_child (widget_class, GateAccountSection, used);
  gtk_widget_class_bind_template_child (widget_class, GateAccountSection, revoke);
  gtk_widget_class_bind_template_callback (widget_class, state_set);
  gtk_widget_class_install_action (widget_class, "account.rename", NULL, rename_account);
  gtk_widget_class_install_action (widget_class, "account.remove", NULL, remove_account);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "account.remove", NULL);
}

static void
gate_account_section_init (GateAccountSection *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gate_row_layout_use (self->state);
  gate_row_layout_use (self->granted);
  gate_row_layout_use (self->used);
}

static void
show_text (AdwActionRow *row,
           const char   *text)
{
  adw_action_row_set_subtitle (row, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (row), text != NULL);
}

static gboolean
has_several (GateHubAccount *account)
{
  return g_strv_length ((char **) gate_hub_connector_get_accounts (gate_hub_account_get_connector (account))) > 1;
}

/* A switch that is off is how the person wants it, and is told by the switch. */
static char *
problem_of (GateHubAccount *account)
{
  GateAccountRemedy remedy = gate_hub_account_get_remedy (account);

  /* That a program waits to be started is told with what it offers. */
  if (remedy == GATE_ACCOUNT_REMEDY_TURN_ON || remedy == GATE_ACCOUNT_REMEDY_CONNECT || remedy == GATE_ACCOUNT_REMEDY_START)
    return NULL;
  /* And so is why it could not be asked, which has nothing to do with the sign-in. */
  if ((remedy == GATE_ACCOUNT_REMEDY_RETRY || remedy == GATE_ACCOUNT_REMEDY_REVIEW) && !has_several (account) &&
      gate_hub_account_get_phase (account) == GATE_ACCOUNT_PHASE_FAILED)
    return NULL;
  return gate_words_problem (account);
}

/* What is in a locked keyring needs no new sign-in. */
static void
show_connect (GateAccountSection *self)
{
  gboolean locked = g_strcmp0 (gate_hub_account_get_sign_in (self->account), "keyring-locked") == 0;

  gtk_button_set_label (self->connect, gate_words_remedy (locked ? GATE_ACCOUNT_REMEDY_UNLOCK : GATE_ACCOUNT_REMEDY_SIGN_IN));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->connect), locked ? "customize.unlock" : "customize.connect");
}

static void
show_state (GateAccountSection *self)
{
  const char *sign_in = gate_hub_account_get_sign_in (self->account);
  gboolean not_needed = g_strcmp0 (sign_in, "not-needed") == 0;
  gboolean signed_in = gate_hub_account_is_signed_in (self->account);
  g_autofree char *words = gate_access_words_capitalize (gate_words_sign_in (self->account));
  g_autofree char *problem = problem_of (self->account);
  const char *issuer = gate_hub_account_get_issuer (self->account);
  g_autofree char *shown = issuer ? gate_text_make_visible (issuer, GATE_TEXT_LINE) : NULL;
  /* Translators: the address of the server that the person signed in at. */
  g_autofree char *at = shown && signed_in ? g_strdup_printf (_("At %s"), shown) : NULL;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->state), words);
  adw_action_row_set_subtitle (self->state, self->doing ? self->doing : (problem ? problem : (at ? at : "")));
  gtk_image_set_from_icon_name (self->state_icon, problem ? "dialog-warning-symbolic"
                                                          : (signed_in ? "emblem-ok-symbolic" : "avatar-default-symbolic"));
  if (problem)
    gtk_widget_add_css_class (GTK_WIDGET (self->state_icon), "warning");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->state_icon), "warning");
  gtk_widget_set_visible (GTK_WIDGET (self->state_icon), !self->doing);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), self->doing != NULL);
  gtk_spinner_set_spinning (self->spinner, self->doing != NULL);
  show_connect (self);
  gtk_widget_set_visible (GTK_WIDGET (self->connect), !self->doing && sign_in && !signed_in);
  gtk_widget_set_visible (GTK_WIDGET (self->disconnect), !self->doing && signed_in && !not_needed);
  /* Who has not moved since the page came up is where it would have begun. */
  if (self->begins && sign_in)
    {
      self->begins = FALSE;
      if (gtk_widget_is_focus (GTK_WIDGET (self->state)))
        gtk_widget_grab_focus (GTK_WIDGET (self));
    }
}

static void
show_grant (GateAccountSection *self)
{
  gboolean signed_in = gate_hub_account_is_signed_in (self->account);
  gboolean not_needed = g_strcmp0 (gate_hub_account_get_sign_in (self->account), "not-needed") == 0;
  g_autofree char *granted = gate_access_words_granted (self->account);
  g_autofree char *expires = signed_in ? gate_access_words_expires (gate_hub_account_get_expires (self->account)) : NULL;
  g_autofree char *used = gate_access_words_used (self->account);

  show_text (self->granted, signed_in && !not_needed ? granted : NULL);
  show_text (self->expires, expires);
  show_text (self->used, signed_in ? used : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->revoke), !not_needed && gate_hub_account_is_unused (self->account));
}

static void
show_activity (GateAccountSection *self)
{
  gboolean active = gate_hub_account_get_active (self->account);
  gboolean locked = gate_hub_account_get_locked (self->account);
  g_autofree char *name = gate_text_make_visible (gate_hub_project_get_label (self->project), GATE_TEXT_LINE);
  /* Translators: the name of a project. */
  g_autofree char *title = g_strdup_printf (_("On in “%s”"), name);
  g_autofree char *state = g_strjoin (", ", title, gate_words_activity (self->account), NULL);
  g_autofree char *sentence = g_strjoin (". ", state, locked ? _("Decided by your organization") : NULL, NULL);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->activity), title);
  gate_access_set_name (GTK_WIDGET (self->toggle), title);
  gtk_switch_set_active (self->toggle, active);
  gtk_switch_set_state (self->toggle, active);
  gtk_widget_set_sensitive (GTK_WIDGET (self->toggle), !locked);
  gtk_widget_set_visible (GTK_WIDGET (self->lock), locked);
  adw_action_row_set_subtitle (self->activity, locked ? _("Decided by your organization") : "");
  gate_access_set_name (GTK_WIDGET (self->activity), sentence);
}

static void
update (GateAccountSection *self)
{
  GateHubConnector *connector = gate_hub_account_get_connector (self->account);
  gboolean several = has_several (self->account);
  gboolean own = strcmp (gate_hub_connector_get_origin (connector), "user") == 0;
  g_autofree char *name = NULL;
  g_autofree char *label = gate_text_make_visible (gate_hub_account_get_label (self->account), GATE_TEXT_LINE);
  g_autofree char *escaped = g_markup_escape_text (label, -1);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), several ? escaped : _("Account"));
  /* Translators: the name of an account. */
  name = g_strdup_printf (_("More for %s"), label);
  gate_access_set_name (self->menu, name);
  gtk_widget_set_visible (self->menu, several && own);
  /* The first goes with its connector. */
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "account.rename", several && own);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "account.remove", several && own && *gate_hub_account_get_account (self->account));
  show_state (self);
  show_grant (self);
  show_activity (self);
}

/**
 * gate_account_section_new:
 * @view: a project's view
 * @account: one of its accounts
 *
 * Returns: a section that follows it
 */
GtkWidget *
gate_account_section_new (GateProjectView *view,
                          GateHubAccount  *account)
{
  GateAccountSection *self = g_object_new (GATE_TYPE_ACCOUNT_SECTION, NULL);
  const struct { GtkButton *button; const char *action; } buttons[] = {
    { self->connect, "customize.connect" },
    { self->reconnect, "customize.reconnect" },
    { self->disconnect, "customize.disconnect" },
    { self->revoke, "customize.disconnect" },
  };

  self->account = g_object_ref (account);
  self->project = g_object_ref (gate_project_view_get_project (view));
  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    {
      GtkActionable *button = GTK_ACTIONABLE (buttons[i].button);

      gtk_actionable_set_action_target (button, "(ss)", gate_hub_account_get_id (account), gate_hub_account_get_account (account));
      gtk_actionable_set_action_name (button, buttons[i].action);
    }
  g_signal_connect_swapped (account, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (account, "notify", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->project, "notify::name", G_CALLBACK (show_activity), self);
  update (self);
  return GTK_WIDGET (self);
}

/**
 * gate_account_section_get_account:
 * @self: a section
 *
 * Returns: (transfer none): its account
 */
GateHubAccount *
gate_account_section_get_account (GateAccountSection *self)
{
  g_return_val_if_fail (GATE_IS_ACCOUNT_SECTION (self), NULL);
  return self->account;
}

/**
 * gate_account_section_set_busy:
 * @self: a section
 * @doing: (nullable): what is being done for the account; %NULL when it has ended
 *
 * Shows that work is under way in place of the buttons.
 */
void
gate_account_section_set_busy (GateAccountSection *self,
                               const char         *doing)
{
  g_return_if_fail (GATE_IS_ACCOUNT_SECTION (self));
  g_free (self->doing);
  self->doing = g_strdup (doing);
  /* The buttons go while it lasts; the focus stands on what is renamed when it ends. */
  if (doing && gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_grab_focus (GTK_WIDGET (self->state));
  show_state (self);
}
