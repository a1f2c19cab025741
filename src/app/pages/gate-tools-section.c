// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-tools-section.h"

#include "gate-access-words.h"
#include "gate-access.h"
#include "gate-config.h"
#include "gate-confirm.h"
#include "gate-review-dialog.h"
#include "gate-item-row.h"
#include "gate-row-feeder.h"
#include "gate-row-layout.h"
#include "gate-task.h"
#include "gate-text.h"
#include "gate-tool-row.h"
#include "gate-words.h"

#include <glib/gi18n.h>
#include <string.h>

enum { READS, WRITES, DESTROYS, RESOURCES, PROMPTS, N_LISTS };

struct _GateToolsSection {
  AdwBin               parent_instance;

  GateProjectView     *view;            /* (owned) (nullable) */
  GateHubAccount      *account;         /* (owned) (nullable) */
  GateRowFeeder       *feeders[N_LISTS];
  GtkFilterListModel  *models[N_LISTS];
  GtkFilter           *found;           /* (owned): what is searched for */
  char                *words;           /* (nullable): folded */
  AdwPreferencesGroup *head;
  AdwActionRow        *state;
  GtkWidget           *attention;
  GtkSpinner          *spinner;
  GtkButton           *ask;
  GtkWidget           *allow;
  AdwPreferencesGroup *groups[N_LISTS];
  GtkListBox          *lists[N_LISTS];
  AdwStatusPage       *nothing;
  gboolean             listing;         /* as it was shown last */
};

G_DEFINE_FINAL_TYPE (GateToolsSection, gate_tools_section, ADW_TYPE_BIN)

/* A change of what tools may do, from the question to the end. */
typedef struct {
  GateToolsSection *section;
  GateHub          *hub;
  GateHubProject   *project;
  GPtrArray        *items;  /* (element-type GateHubItem) */
} Change;

GATE_DEFINE_DATA (Change, change)

static void
change_clear (Change *self)
{
  g_clear_object (&self->section);
  g_clear_object (&self->hub);
  g_clear_object (&self->project);
  g_clear_pointer (&self->items, g_ptr_array_unref);
}

static Change *
change_begin (GateToolsSection *section)
{
  Change *self = change_new ();

  self->section = g_object_ref (section);
  self->hub = g_object_ref (gate_project_view_get_hub (section->view));
  self->project = g_object_ref (gate_project_view_get_project (section->view));
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  return self;
}

static void
did_change (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(Change) change = user_data;
  g_autoptr(GError) error = NULL;

  if (!gate_hub_change_tools_finish (GATE_HUB (source), result, &error))
    gate_confirm_tell_error (GTK_WIDGET (change->section), _("The Choice Could Not Be Kept"), error);
}

static GateHubItem *
find_item (GateToolsSection *self,
           const char       *full_name)
{
  GListModel *items = self->account ? gate_hub_account_get_items (self->account) : NULL;

  for (guint i = 0; items && i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(GateHubItem) item = g_list_model_get_item (items, i);

      if (gate_hub_item_get_kind (item) == GATE_HUB_ITEM_TOOL && strcmp (gate_hub_item_get_full_name (item), full_name) == 0)
        return g_steal_pointer (&item);
    }
  return NULL;
}

static void
choose (GtkWidget  *widget,
        const char *action,
        GVariant   *parameter)
{
  GateToolsSection *self = GATE_TOOLS_SECTION (widget);
  const char *full_name, *choice;
  g_autoptr(GateHubItem) item = NULL;

  g_variant_get (parameter, "(&s&s)", &full_name, &choice);
  item = find_item (self, full_name);
  if (item)
    gate_hub_choose_tool_async (gate_project_view_get_hub (self->view), gate_project_view_get_project (self->view), item, choice, NULL,
                                did_change, change_begin (self));
}

/* What changed is shown as it is; who accepts it has seen it. */
static void
review (GtkWidget  *widget,
        const char *action,
        GVariant   *parameter)
{
  GateToolsSection *self = GATE_TOOLS_SECTION (widget);
  g_autoptr(GateHubItem) item = find_item (self, g_variant_get_string (parameter, NULL));
  g_autoptr(GPtrArray) items = g_ptr_array_new ();

  if (!item)
    return;
  g_ptr_array_add (items, item);
  gate_review_dialog_present (widget, self->view, gate_hub_account_get_label (self->account), items);
}

static void
got_allowed (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Change *change = user_data;

  if (gate_confirm_finish (result, NULL))
    gate_hub_allow_tools_async (change->hub, change->project, change->items, NULL, did_change, change);
  else
    change_free (change);
}

/* Every one of them is named before it is done. */
static void
allow_reading (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  GateToolsSection *self = GATE_TOOLS_SECTION (widget);
  GListModel *reading = G_LIST_MODEL (self->models[READS]);
  Change *change;
  g_autoptr(GString) body = NULL;
  g_autofree char *heading = NULL;

  if (!reading)
    return;
  change = change_begin (self);
  body = g_string_new (_("The service says of these tools that they only read:"));
  g_string_append_c (body, '\n');
  for (guint i = 0; i < g_list_model_get_n_items (reading); i++)
    {
      GateHubItem *item = g_list_model_get_item (reading, i);
      g_autofree char *name = gate_text_make_visible (gate_hub_item_get_name (item), GATE_TEXT_LINE);

      g_string_append_printf (body, "\n%s", name);
      g_ptr_array_add (change->items, item);
    }
  heading = g_strdup_printf (ngettext ("Allow %u Tool?", "Allow %u Tools?", change->items->len), change->items->len);
  gate_confirm_async (widget, heading, body->str, _("_Allow All"), FALSE, NULL, got_allowed, change);
}

static void
refresh (GtkWidget  *widget,
         const char *action,
         GVariant   *parameter)
{
  GateToolsSection *self = GATE_TOOLS_SECTION (widget);

  if (self->account)
    gate_project_view_refresh (self->view, self->account);
}

/* A choice may have been made by the command line, or by a call. */
static void
judge_again (GateToolsSection *self)
{
  GListModel *items = gate_hub_account_get_items (self->account);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(GateHubItem) item = g_list_model_get_item (items, i);

      gate_hub_judge_tool (gate_project_view_get_hub (self->view), gate_project_view_get_project (self->view), item);
    }
}

static guint
count_shown (GateToolsSection *self,
             guint             list)
{
  return self->models[list] ? g_list_model_get_n_items (G_LIST_MODEL (self->models[list])) : 0;
}

static void
show_lists (GateToolsSection *self)
{
  gboolean searching = self->words && *self->words;
  gboolean any = self->account && g_list_model_get_n_items (gate_hub_account_get_items (self->account)) > 0;
  guint n_shown = 0;

  for (guint i = 0; i < N_LISTS; i++)
    {
      n_shown += count_shown (self, i);
      gtk_widget_set_visible (GTK_WIDGET (self->groups[i]), count_shown (self, i) > 0);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->head), !searching);
  /* “All” would be what is found only. */
  gtk_widget_set_visible (self->allow, !searching);
  gtk_widget_set_visible (GTK_WIDGET (self->nothing), searching && n_shown == 0);
  adw_status_page_set_title (self->nothing, any ? _("No Tools Found") : _("No Tools Yet"));
  adw_status_page_set_description (self->nothing, any ? _("Try a different search.") : _("Connectors that are on and signed in show their tools here."));
}

static gboolean
can_choose (GateToolsSection *self)
{
  return gate_hub_project_can_change (gate_project_view_get_project (self->view), "tool-choices");
}

static void
show_project (GateToolsSection *self)
{
  GateHubProject *project = gate_project_view_get_project (self->view);
  g_autofree char *name = gate_text_make_visible (gate_hub_project_get_label (project), GATE_TEXT_LINE);
  g_autofree char *escaped = g_markup_escape_text (name, -1);
  /* Translators: the name of a project. */
  g_autofree char *text = g_strdup_printf (_("What you choose applies to the project “%s”."), escaped);
  /* Translators: the name of a project. */
  g_autofree char *locked = g_strdup_printf (_("Your organization decides what tools may do in the project “%s”."), escaped);

  adw_preferences_group_set_description (self->head, can_choose (self) ? text : locked);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "tools.allow-reading", can_choose (self));
}

static gboolean
waits_to_be_started (GateToolsSection *self)
{
  return gate_hub_account_get_remedy (self->account) == GATE_ACCOUNT_REMEDY_START;
}

static const char *
problem_title (const GError *error)
{
  return gate_error_matches (error, GATE_ERROR_REFUSED) ? _("The program was not started") : _("The service did not answer");
}

/* Who asked stays on the button, and is told there what came of it. */
static void
tell_listed (GateToolsSection *self)
{
  gboolean listing = gate_hub_account_get_phase (self->account) == GATE_ACCOUNT_PHASE_LISTING;

  if (self->listing && !listing && gtk_widget_has_focus (GTK_WIDGET (self->ask)))
    gate_access_tell (GTK_WIDGET (self), adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self->state)));
  self->listing = listing;
}

static void
show_state (GateToolsSection *self)
{
  gint64 listed_at = gate_hub_account_get_listed_at (self->account);
  GateAccountPhase phase = gate_hub_account_get_phase (self->account);
  g_autofree char *offer = gate_words_offer (self->account);
  g_autofree char *ago = gate_words_time_ago (listed_at);
  /* Translators: how long ago: “As of 5 minutes ago”. */
  g_autofree char *as_of = listed_at > 0 ? g_strdup_printf (_("As of %s"), ago) : NULL;
  g_autofree char *title = gate_access_words_capitalize (offer ? offer : waits_to_be_started (self) ? _("Not started yet") : _("Not asked yet"));
  g_autofree char *problem = phase == GATE_ACCOUNT_PHASE_FAILED ? gate_words_error (gate_hub_account_get_error (self->account)) : NULL;
  gboolean signed_in = gate_hub_account_is_signed_in (self->account);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->state), problem ? problem_title (gate_hub_account_get_error (self->account))
                                                                            : (signed_in || listed_at > 0 ? title
                                                                                                          : _("Shown once you are signed in")));
  adw_action_row_set_subtitle (self->state, problem ? problem : (as_of ? as_of : ""));
  gtk_widget_set_visible (self->attention, problem != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), phase == GATE_ACCOUNT_PHASE_LISTING);
  gtk_spinner_set_spinning (self->spinner, phase == GATE_ACCOUNT_PHASE_LISTING);
  gtk_button_set_label (self->ask, waits_to_be_started (self) ? gate_words_remedy (GATE_ACCOUNT_REMEDY_START) : _("_Ask Again"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "tools.refresh", signed_in);
  tell_listed (self);
}

static gboolean
is_reading (gpointer item,
            gpointer user_data)
{
  return g_strcmp0 (gate_hub_item_get_group (item), "read") == 0;
}

static gboolean
is_writing (gpointer item,
            gpointer user_data)
{
  return g_strcmp0 (gate_hub_item_get_group (item), "write") == 0;
}

static gboolean
is_destroying (gpointer item,
               gpointer user_data)
{
  return g_strcmp0 (gate_hub_item_get_group (item), "destructive") == 0;
}

static gboolean
is_resource (gpointer item,
             gpointer user_data)
{
  return (gate_hub_item_get_kind (item) & (GATE_HUB_ITEM_RESOURCE | GATE_HUB_ITEM_TEMPLATE | GATE_HUB_ITEM_SKILL)) != 0;
}

static gboolean
is_prompt (gpointer item,
           gpointer user_data)
{
  return gate_hub_item_get_kind (item) == GATE_HUB_ITEM_PROMPT;
}

static gboolean
is_found (gpointer item,
          gpointer user_data)
{
  return gate_words_item_matches (item, GATE_TOOLS_SECTION (user_data)->words);
}

static GtkWidget *
create_tool_row (gpointer item,
                 gpointer user_data)
{
  return gate_tool_row_new (item, !can_choose (user_data));
}

static GtkWidget *
create_item_row (gpointer item,
                 gpointer user_data)
{
  return gate_item_row_new (item);
}

static void
let_go (GateToolsSection *self)
{
  for (guint i = 0; i < N_LISTS; i++)
    {
      if (self->feeders[i])
        gate_row_feeder_stop (self->feeders[i]);
      g_clear_object (&self->feeders[i]);
      g_clear_object (&self->models[i]);
    }
  if (self->account)
    g_signal_handlers_disconnect_by_data (self->account, self);
  if (self->view)
    {
      g_signal_handlers_disconnect_by_data (gate_project_view_get_project (self->view), self);
      g_signal_handlers_disconnect_by_data (gate_project_view_get_hub (self->view), self);
    }
  g_clear_object (&self->account);
  g_clear_object (&self->view);
}

static void
gate_tools_section_dispose (GObject *object)
{
  GateToolsSection *self = GATE_TOOLS_SECTION (object);

  let_go (self);
  g_clear_object (&self->found);
  g_clear_pointer (&self->words, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), GATE_TYPE_TOOLS_SECTION);
  G_OBJECT_CLASS (gate_tools_section_parent_class)->dispose (object);
}

static void
gate_tools_section_class_init (GateToolsSectionClass *klass)
{
  static const char *const names[N_LISTS] = { "reads", "writes", "destroys", "resources", "prompts" };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gate_tools_section_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, GATE_RESOURCE_PATH "/gate-tools-section.ui");
  gtk_widget_class_bind_template_child (widget_class, GateToolsSection, head);
  gtk_widget_class_bind_template_child (widget_class, GateToolsSection, state);
  gtk_widget_class_bind_template_child (widget_class, GateToolsSection, attention);
  gtk_widget_class_bind_template_child (widget_class, GateToolsSection, spinner);
  gtk_widget_class_bind_template_child (widget_class, GateToolsSection, ask);
  gtk_widget_class_bind_template_child (widget_class, GateToolsSection, allow);
  gtk_widget_class_bind_template_child (widget_class, GateToolsSection, nothing);
  for (guint i = 0; i < N_LISTS; i++)
    {
      g_autofree char *list = g_strconcat (names[i], "_list", NULL);

      gtk_widget_class_bind_template_child_full (widget_class, names[i], FALSE,
                                                 G_STRUCT_OFFSET (GateToolsSection, groups) + (gssize) (i * sizeof (gpointer)));
      gtk_widget_class_bind_template_child_full (widget_class, list, FALSE,
                                                 G_STRUCT_OFFSET (GateToolsSection, lists) + (gssize) (i * sizeof (gpointer)));
    }
  gtk_widget_class_install_action (widget_class, "tools.choose", "(ss)", choose);
  gtk_widget_class_install_action (widget_class, "tools.review", "s", review);
  gtk_widget_class_install_action (widget_class, "tools.allow-reading", NULL, allow_reading);
  gtk_widget_class_install_action (widget_class, "tools.refresh", NULL, refresh);
}

static void
gate_tools_section_init (GateToolsSection *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gate_row_layout_use (self->state);
  self->found = GTK_FILTER (gtk_custom_filter_new (is_found, self, NULL));
}

/* What is of one kind, and is searched for. */
static GtkFilter *
create_filter (GateToolsSection    *self,
               GtkCustomFilterFunc  is_of_kind)
{
  GtkMultiFilter *both = GTK_MULTI_FILTER (gtk_every_filter_new ());

  gtk_multi_filter_append (both, GTK_FILTER (gtk_custom_filter_new (is_of_kind, NULL, NULL)));
  gtk_multi_filter_append (both, g_object_ref (self->found));
  return GTK_FILTER (both);
}

/**
 * gate_tools_section_set_account:
 * @self: the section
 * @view: (nullable): a project's view
 * @account: (nullable): one of its accounts
 *
 * Shows what an account offers. What was not asked yet is asked, but for a local server, which asking would start.
 */
void
gate_tools_section_set_account (GateToolsSection *self,
                                GateProjectView  *view,
                                GateHubAccount   *account)
{
  static const GtkCustomFilterFunc filters[N_LISTS] = { is_reading, is_writing, is_destroying, is_resource, is_prompt };

  g_return_if_fail (GATE_IS_TOOLS_SECTION (self));
  if (account && self->account == account && self->view == view)
    return;
  let_go (self);
  if (!view || !account)
    return;
  self->view = g_object_ref (view);
  self->account = g_object_ref (account);
  for (guint i = 0; i < N_LISTS; i++)
    {
      self->models[i] = gtk_filter_list_model_new (g_object_ref (gate_hub_account_get_items (account)), create_filter (self, filters[i]));
      self->feeders[i] = gate_row_feeder_new (self->lists[i], G_LIST_MODEL (self->models[i]),
                                              i <= DESTROYS ? create_tool_row : create_item_row, self);
      g_signal_connect_object (self->models[i], "items-changed", G_CALLBACK (show_lists), self, G_CONNECT_SWAPPED);
    }
  g_signal_connect_swapped (account, "changed", G_CALLBACK (show_state), self);
  g_signal_connect_swapped (gate_project_view_get_project (view), "notify::name", G_CALLBACK (show_project), self);
  g_signal_connect_swapped (gate_project_view_get_project (view), "notify::tool-choices", G_CALLBACK (judge_again), self);
  g_signal_connect_swapped (gate_project_view_get_hub (view), "choices-changed", G_CALLBACK (judge_again), self);
  show_project (self);
  show_state (self);
  show_lists (self);
  if (gate_hub_account_can_be_asked (account) && gate_hub_account_get_phase (account) == GATE_ACCOUNT_PHASE_UNKNOWN &&
      strcmp (gate_hub_connector_get_kind (gate_hub_account_get_connector (account)), "stdio") != 0)
    gate_project_view_refresh (view, account);
}

/**
 * gate_tools_section_search:
 * @self: the section
 * @words: what a person searches for; "": nothing, all is shown
 *
 * Shows only what is found, with nothing beside it.
 *
 * Returns: how many of the tools, resources and prompts that is
 */
guint
gate_tools_section_search (GateToolsSection *self,
                           const char       *words)
{
  guint n_found = 0;

  g_return_val_if_fail (GATE_IS_TOOLS_SECTION (self) && words, 0);
  g_free (self->words);
  self->words = gate_words_fold (words);
  for (guint i = 0; i < N_LISTS; i++)
    if (self->feeders[i])
      gate_row_feeder_again (self->feeders[i]);
  gtk_filter_changed (self->found, GTK_FILTER_CHANGE_DIFFERENT);
  show_lists (self);
  for (guint i = 0; i < N_LISTS; i++)
    n_found += count_shown (self, i);
  return n_found;
}
