// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-project-view.h"

#include "gate-hub-account-private.h"
#include "gate-hub-connector-private.h"
#include "gate-hub-private.h"
#include "gate-list-job.h"
#include "gate-project-accounts.h"
#include "gate-property.h"

#include <string.h>

/* How many accounts are asked at once what they offer. */
#define LISTINGS_MAX 4

struct _GateProjectView {
  GObject          parent_instance;

  GateHub         *hub;
  GateHubProject  *project;
  GListStore      *accounts;    /* (element-type GateHubAccount) */
  GCancellable    *cancellable;
  GHashTable      *scope;       /* (nullable) (element-type utf8): only these accounts; NULL: all */
  GQueue           waiting;     /* (element-type Listing) (owned): to be asked what they offer */
  guint            n_listing;
  guint            idle;        /* a look at the layers that is about to be taken */
  gboolean         looking;
  gboolean         look_again;
  gboolean         loaded;
  gboolean         busy;
};

enum { PROP_0, PROP_LOADED, PROP_BUSY, N_PROPS };

static GParamSpec *props[N_PROPS];

static GType    gate_project_view_get_item_type (GListModel *model);
static guint    gate_project_view_get_n_items   (GListModel *model);
static gpointer gate_project_view_get_item      (GListModel *model,
                                                 guint       position);

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = gate_project_view_get_item_type;
  iface->get_n_items = gate_project_view_get_n_items;
  iface->get_item = gate_project_view_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (GateProjectView, gate_project_view, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static GType
gate_project_view_get_item_type (GListModel *model)
{
  return GATE_TYPE_HUB_ACCOUNT;
}

static guint
gate_project_view_get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (GATE_PROJECT_VIEW (model)->accounts));
}

static gpointer
gate_project_view_get_item (GListModel *model,
                            guint       position)
{
  return g_list_model_get_item (G_LIST_MODEL (GATE_PROJECT_VIEW (model)->accounts), position);
}

static void list_next    (GateProjectView *self);
static void want_listing (GateProjectView *self,
                          GateHubAccount  *account,
                          gboolean         refresh,
                          gboolean         second);

typedef struct {
  GateProjectView *self;    /* (nullable): set when it begins */
  GateHubAccount  *account;
  gboolean         refresh; /* past what was kept of the last time */
  gboolean         second;  /* it is asked once more */
} Listing;

static void
listing_free (Listing *listing)
{
  g_clear_object (&listing->self);
  g_object_unref (listing->account);
  g_free (listing);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Listing, listing_free)

/* There is something that is not known yet, and is being found out. */
static void
tell_busy (GateProjectView *self)
{
  gboolean busy = !self->loaded || self->looking || self->idle != 0 || self->n_listing > 0 || !g_queue_is_empty (&self->waiting);

  if (self->busy == busy)
    return;
  self->busy = busy;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BUSY]);
}

static char *
make_key (GateHubAccount *account)
{
  return gate_hub_make_key (gate_hub_account_get_id (account), gate_hub_account_get_account (account));
}

static void
take_success (GateProjectView *self,
              GateHubAccount  *account)
{
  g_autofree char *key = make_key (account);

  gate_retry_plan_succeeded (gate_hub_get_retries (self->hub), key);
}

/* What may work again without anybody doing anything. Where nobody is signed in, or the answer makes no sense, that is not so; and a
 * local server is started again by its own connection. */
static gboolean
may_pass (const GError *error)
{
  static const GateError codes[] = { GATE_ERROR_NETWORK, GATE_ERROR_TIMED_OUT, GATE_ERROR_UNAVAILABLE, GATE_ERROR_SERVICE, GATE_ERROR_RATE_LIMITED };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (gate_error_matches (error, codes[i]))
      return TRUE;
  return FALSE;
}

static void
take_failure (GateProjectView *self,
              GateHubAccount  *account,
              const GError    *error)
{
  g_autofree char *key = make_key (account);

  gate_hub_account_take_listing (account, NULL, error);
  if (may_pass (error))
    gate_retry_plan_failed (gate_hub_get_retries (self->hub), key, gate_error_get_retry_after (error));
  else
    take_success (self, account);
}

/* That nobody is signed in where somebody is, since the way to the server began before the sign-in was over. A sign-in that the service
 * does not take is told the second time. */
static gboolean
is_outrun (Listing      *listing,
           const GError *failure)
{
  return failure && !listing->second && gate_error_get_layer (failure) == GATE_LAYER_SIGNED_IN
         && g_strcmp0 (gate_hub_account_get_kept_sign_in (listing->account), "signed-in") == 0;
}

static void
did_list (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(Listing) listing = user_data;
  GateProjectView *self = listing->self;
  GateListJob *job = GATE_LIST_JOB (source);
  g_autoptr(GError) error = NULL;
  const GError *failure;

  self->n_listing--;
  gate_job_run_finish (GATE_JOB (job), result, &error);
  failure = error || gate_list_job_get_n_failures (job) == 0 ? error : gate_list_job_get_failure (job, 0, NULL, NULL);
  if (gate_hub_account_take_stale (listing->account))
    {
      /* The sign-in or the entry became another one meanwhile: this was said to the former. */
      gate_hub_account_take_listing (listing->account, NULL, NULL);
      want_listing (self, listing->account, TRUE, FALSE);
    }
  else if (is_outrun (listing, failure))
    {
      gate_hub_account_take_listing (listing->account, NULL, NULL);
      want_listing (self, listing->account, TRUE, TRUE);
    }
  else if (failure)
    {
      /* Also who was cut off by a disconnection is not being asked any more, and the next ones are waiting. */
      take_failure (self, listing->account, failure);
    }
  else
    {
      gate_hub_account_take_listing (listing->account, gate_list_job_get_items (job), NULL);
      take_success (self, listing->account);
    }
  list_next (self);
  tell_busy (self);
}

static void
list_next (GateProjectView *self)
{
  const GateHubItemKind all = GATE_HUB_ITEM_TOOL | GATE_HUB_ITEM_RESOURCE | GATE_HUB_ITEM_TEMPLATE | GATE_HUB_ITEM_PROMPT |
                              GATE_HUB_ITEM_SKILL;

  while (self->n_listing < LISTINGS_MAX && !g_queue_is_empty (&self->waiting))
    {
      Listing *listing = g_queue_pop_head (&self->waiting);
      g_autoptr(GateJob) job = NULL;

      listing->self = g_object_ref (self);
      job = gate_list_job_new (self->hub, self->project, all, gate_hub_account_get_id (listing->account),
                               gate_hub_account_get_account (listing->account), listing->refresh);
      self->n_listing++;
      gate_job_run_async (job, self->cancellable, did_list, listing);
    }
}

static void
want_listing (GateProjectView *self,
              GateHubAccount  *account,
              gboolean         refresh,
              gboolean         second)
{
  if (gate_hub_account_get_phase (account) == GATE_ACCOUNT_PHASE_LISTING)
    return;

  Listing *listing = g_new0 (Listing, 1);
  listing->account = g_object_ref (account);
  listing->second = second;
  listing->refresh = refresh || gate_hub_account_get_listed_at (account) > 0;
  gate_hub_account_set_listing (account);
  g_queue_push_tail (&self->waiting, listing);
  tell_busy (self);
}

/* A local server is not started just to know what it offers; where nobody looks, nor is Sample Workspace. */
static gboolean
must_be_wanted (GateProjectView *self,
                GateHubAccount  *account)
{
  GateHubConnector *connector = gate_hub_account_get_connector (account);

  return self->scope ? gate_hub_connector_starts_here (connector) : strcmp (gate_hub_connector_get_kind (connector), "stdio") == 0;
}

static gboolean
is_signed_out (GateHubAccount *account)
{
  return gate_hub_account_get_kept_sign_in (account) && !gate_hub_account_can_be_asked (account);
}

static gboolean
is_unknown (GateHubAccount *account)
{
  return g_strcmp0 (gate_hub_account_get_kept_sign_in (account), "unknown") == 0;
}

static gboolean
waits_for_keyring (GateHubAccount *account)
{
  const char *sign_in = gate_hub_account_get_sign_in (account);

  return gate_hub_account_get_error (account) && g_str_has_prefix (sign_in ? sign_in : "", "keyring-");
}

/* What cannot be used offers nothing; what just became usable is asked. */
static void
settle (GateProjectView *self,
        GateHubAccount  *account,
        gboolean         other_sign_in)
{
  GateAccountPhase phase = gate_hub_account_get_phase (account);
  gboolean usable = gate_hub_account_get_active (account) && !is_signed_out (account);

  /* Whoever signed out, here or elsewhere, was shown what is not there any more. */
  if ((is_signed_out (account) || (other_sign_in && is_unknown (account)))
      && (phase == GATE_ACCOUNT_PHASE_LISTED || phase == GATE_ACCOUNT_PHASE_FAILED))
    gate_hub_account_take_listing (account, NULL, NULL);
  if (usable && !must_be_wanted (self, account) && (phase == GATE_ACCOUNT_PHASE_UNKNOWN || other_sign_in || waits_for_keyring (account)))
    want_listing (self, account, phase != GATE_ACCOUNT_PHASE_UNKNOWN || other_sign_in, FALSE);
  if (other_sign_in && phase == GATE_ACCOUNT_PHASE_LISTING)
    gate_hub_account_set_stale (account);
}

static void look (GateProjectView *self);

static void
did_look (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GateProjectView) self = user_data;
  GateLayersJob *job = GATE_LAYERS_JOB (source);

  self->looking = FALSE;
  gate_job_run_finish (GATE_JOB (job), result, NULL);
  for (guint i = 0; i < gate_layers_job_get_n_layers (job); i++)
    {
      const GateLayers *layers = gate_layers_job_get_layers (job, i);
      GateHubAccount *account = gate_project_view_find (self, layers->connector, layers->account);
      const char *before = account ? gate_hub_account_get_kept_sign_in (account) : NULL;

      if (!account)
        continue;
      gate_hub_account_take_layers (account, layers);
      settle (self, account, before && strcmp (before, layers->sign_in) != 0);
    }
  if (!self->loaded)
    {
      self->loaded = TRUE;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LOADED]);
    }
  list_next (self);
  if (self->look_again)
    look (self);
  tell_busy (self);
}

static void
look (GateProjectView *self)
{
  g_autoptr(GateJob) job = gate_layers_job_new (self->hub, self->project, NULL);

  gate_layers_job_set_only (GATE_LAYERS_JOB (job), self->scope);
  self->looking = TRUE;
  self->look_again = FALSE;
  gate_job_run_async (job, self->cancellable, did_look, g_object_ref (self));
}

static void
follow_active (GateProjectView *self)
{
  gboolean locked = !gate_hub_project_can_activate (self->project);

  for (guint i = 0; i < gate_project_view_get_n_items (G_LIST_MODEL (self)); i++)
    {
      g_autoptr(GateHubAccount) account = gate_project_view_get_item (G_LIST_MODEL (self), i);

      gate_hub_account_set_active (account, gate_hub_project_is_active (self->project, gate_hub_account_get_id (account),
                                                                        gate_hub_account_get_account (account)), locked);
    }
}

static gboolean
on_idle (gpointer user_data)
{
  GateProjectView *self = user_data;

  self->idle = 0;
  if (self->looking)
    self->look_again = TRUE;
  else
    look (self);
  tell_busy (self);
  return G_SOURCE_REMOVE;
}

static void
look_soon (GateProjectView *self)
{
  if (self->idle == 0)
    self->idle = g_idle_add (on_idle, self);
  tell_busy (self);
}

static void
on_project_changed (GateProjectView *self)
{
  follow_active (self);
  look_soon (self);
}

/* What is on and has been asked before is asked again; what the server keeps for a while is not fetched twice. */
static void
ask_again (GateProjectView *self,
           GateHubAccount  *account)
{
  if (!gate_hub_account_get_active (account) || !gate_hub_account_can_be_asked (account))
    return;
  want_listing (self, account, FALSE, FALSE);
  list_next (self);
}

static void
on_try_again (GateProjectView *self,
              const char      *connector,
              const char      *id)
{
  GateHubAccount *account = gate_project_view_find (self, connector, id);

  if (account && gate_hub_account_get_phase (account) != GATE_ACCOUNT_PHASE_UNKNOWN)
    ask_again (self, account);
}

/* A connection that was cut off does not know it yet. What failed is asked again by the plan. */
static void
on_network_changed (GateProjectView *self,
                    gboolean         available)
{
  for (guint i = 0; available && i < gate_project_view_get_n_items (G_LIST_MODEL (self)); i++)
    {
      g_autoptr(GateHubAccount) account = gate_project_view_get_item (G_LIST_MODEL (self), i);

      if (gate_hub_account_get_phase (account) == GATE_ACCOUNT_PHASE_LISTED &&
          gate_hub_connector_needs_network (gate_hub_account_get_connector (account)))
        ask_again (self, account);
    }
}

static void
on_offer_changed (GateProjectView *self,
                  const char      *connector,
                  const char      *id,
                  gboolean         lost)
{
  GateHubAccount *account = gate_project_view_find (self, connector, id);
  GateAccountPhase phase = account ? gate_hub_account_get_phase (account) : GATE_ACCOUNT_PHASE_UNKNOWN;
  g_autofree char *key = gate_hub_make_key (connector, id);

  if (phase == GATE_ACCOUNT_PHASE_UNKNOWN || !gate_hub_account_get_active (account))
    return;
  /* A connection that comes and goes is not run after. */
  if (lost)
    gate_retry_plan_failed (gate_hub_get_retries (self->hub), key, 0);
  else if (phase == GATE_ACCOUNT_PHASE_LISTING)
    gate_hub_account_set_stale (account);
  else
    ask_again (self, account);
}

/* A program on this computer is started where somebody asks for it; from then on everybody sees what it offers. */
static void
on_connected (GateProjectView *self,
              const char      *connector,
              const char      *id)
{
  GateHubAccount *account = gate_project_view_find (self, connector, id);

  if (!account || !must_be_wanted (self, account) || !gate_hub_account_get_active (account)
      || gate_hub_account_get_phase (account) != GATE_ACCOUNT_PHASE_UNKNOWN)
    return;
  want_listing (self, account, FALSE, FALSE);
  list_next (self);
}

static void
on_pins_changed (GateProjectView *self)
{
  for (guint i = 0; i < gate_project_view_get_n_items (G_LIST_MODEL (self)); i++)
    {
      g_autoptr(GateHubAccount) account = gate_project_view_get_item (G_LIST_MODEL (self), i);

      gate_hub_look_at_pins (self->hub, self->project, account);
    }
}

static void
on_connectors_changed (GateProjectView *self)
{
  gate_project_accounts_follow (self->accounts, gate_hub_get_connectors (self->hub), self->scope);
  on_project_changed (self);
}

static void
pass_on (GateProjectView *self,
         guint            position,
         guint            removed,
         guint            added)
{
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

static void
gate_project_view_get_property (GObject    *object,
                                guint       id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_LOADED:
      g_value_set_boolean (value, GATE_PROJECT_VIEW (object)->loaded);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, GATE_PROJECT_VIEW (object)->busy);
      break;
    GATE_INVALID_PROPERTY (object, id, pspec);
    }
}

static void
gate_project_view_dispose (GObject *object)
{
  GateProjectView *self = GATE_PROJECT_VIEW (object);

  g_clear_handle_id (&self->idle, g_source_remove);
  g_clear_pointer (&self->scope, g_hash_table_unref);
  g_queue_clear_full (&self->waiting, (GDestroyNotify) listing_free);
  g_clear_object (&self->accounts);
  g_clear_object (&self->project);
  g_clear_object (&self->hub);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (gate_project_view_parent_class)->dispose (object);
}

static void
gate_project_view_class_init (GateProjectViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = gate_project_view_get_property;
  object_class->dispose = gate_project_view_dispose;

  /**
   * GateProjectView:loaded:
   *
   * The three layers of all accounts were looked up once.
   */
  props[PROP_LOADED] = g_param_spec_boolean ("loaded", NULL, NULL, FALSE, GATE_PARAM_READABLE);

  /**
   * GateProjectView:busy:
   *
   * Something is being found out.
   */
  props[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, GATE_PARAM_READABLE);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
gate_project_view_init (GateProjectView *self)
{
  g_queue_init (&self->waiting);
  self->cancellable = g_cancellable_new ();
  self->accounts = g_list_store_new (GATE_TYPE_HUB_ACCOUNT);
  g_signal_connect_swapped (self->accounts, "items-changed", G_CALLBACK (pass_on), self);
}

/**
 * gate_project_view_new:
 * @hub: an open hub
 * @project: a project of it
 *
 * Returns: (transfer full): the accounts of all connectors as the project sees them
 */
GateProjectView *
gate_project_view_new (GateHub        *hub,
                       GateHubProject *project)
{
  return gate_project_view_new_for (hub, project, NULL);
}

/**
 * gate_project_view_new_for:
 * @hub: an open hub
 * @project: a project of it
 * @scope: (nullable) (element-type utf8): the only accounts that it shows, as gate_hub_make_key() names them; %NULL: all
 *
 * Returns: (transfer full): the accounts as the project sees them
 */
GateProjectView *
gate_project_view_new_for (GateHub        *hub,
                           GateHubProject *project,
                           GHashTable     *scope)
{
  GateProjectView *self = g_object_new (GATE_TYPE_PROJECT_VIEW, NULL);

  self->hub = g_object_ref (hub);
  self->project = g_object_ref (project);
  self->scope = scope ? g_hash_table_ref (scope) : NULL;
  g_signal_connect_object (gate_hub_get_watch (hub), "changed", G_CALLBACK (look_soon), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (hub, "connected", G_CALLBACK (on_connected), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (hub, "offer-changed", G_CALLBACK (on_offer_changed), self, G_CONNECT_SWAPPED);
  gate_hub_watch_pins (hub);
  g_signal_connect_object (hub, "pins-changed", G_CALLBACK (on_pins_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (hub, "try-again", G_CALLBACK (on_try_again), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (hub, "network-changed", G_CALLBACK (on_network_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (project, "notify::active", G_CALLBACK (on_project_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gate_hub_get_connectors (hub), "items-changed", G_CALLBACK (on_connectors_changed), self, G_CONNECT_SWAPPED);
  gate_project_accounts_follow (self->accounts, gate_hub_get_connectors (self->hub), self->scope);
  follow_active (self);
  look_soon (self);
  return self;
}

/**
 * gate_project_view_get_hub:
 * @self: a view
 *
 * Returns: (transfer none): the hub that it looks at
 */
GateHub *
gate_project_view_get_hub (GateProjectView *self)
{
  g_return_val_if_fail (GATE_IS_PROJECT_VIEW (self), NULL);
  return self->hub;
}

/**
 * gate_project_view_get_project:
 * @self: a view
 *
 * Returns: (transfer none): whose it is
 */
GateHubProject *
gate_project_view_get_project (GateProjectView *self)
{
  g_return_val_if_fail (GATE_IS_PROJECT_VIEW (self), NULL);
  return self->project;
}

/**
 * gate_project_view_get_loaded:
 * @self: a view
 *
 * Returns: %TRUE once the three layers of all accounts were looked up
 */
gboolean
gate_project_view_get_loaded (GateProjectView *self)
{
  g_return_val_if_fail (GATE_IS_PROJECT_VIEW (self), FALSE);
  return self->loaded;
}

/**
 * gate_project_view_find:
 * @self: a view
 * @connector: a connector's id
 * @account: (nullable): an account's id, %NULL for the first
 *
 * Returns: (transfer none) (nullable): the account
 */
GateHubAccount *
gate_project_view_find (GateProjectView *self,
                        const char      *connector,
                        const char      *account)
{
  g_return_val_if_fail (GATE_IS_PROJECT_VIEW (self), NULL);
  for (guint i = 0; i < gate_project_view_get_n_items (G_LIST_MODEL (self)); i++)
    {
      g_autoptr(GateHubAccount) candidate = gate_project_view_get_item (G_LIST_MODEL (self), i);

      if (strcmp (gate_hub_account_get_id (candidate), connector) == 0 &&
          strcmp (gate_hub_account_get_account (candidate), account ? account : "") == 0)
        return candidate; /* the store keeps it */
    }
  return NULL;
}

/**
 * gate_project_view_look:
 * @self: a view
 *
 * Looks at the layers again, because time has passed.
 */
void
gate_project_view_look (GateProjectView *self)
{
  g_return_if_fail (GATE_IS_PROJECT_VIEW (self));
  look_soon (self);
}

/**
 * gate_project_view_refresh:
 * @self: a view
 * @account: (nullable): one of its accounts; %NULL: all that can be used
 *
 * Asks again what is offered, and looks at the layers again. Also what failed before is asked again.
 */
void
gate_project_view_refresh (GateProjectView *self,
                           GateHubAccount  *account)
{
  g_return_if_fail (GATE_IS_PROJECT_VIEW (self));
  if (account)
    {
      want_listing (self, account, TRUE, FALSE);
    }
  else
    {
      for (guint i = 0; i < gate_project_view_get_n_items (G_LIST_MODEL (self)); i++)
        {
          g_autoptr(GateHubAccount) each = gate_project_view_get_item (G_LIST_MODEL (self), i);

          if (gate_hub_account_get_active (each) && gate_hub_account_can_be_asked (each) &&
              (!must_be_wanted (self, each) || gate_hub_account_get_phase (each) != GATE_ACCOUNT_PHASE_UNKNOWN))
            want_listing (self, each, TRUE, FALSE);
        }
    }
  list_next (self);
  look_soon (self);
}

/**
 * gate_project_view_set_scope:
 * @self: a view
 * @scope: (nullable) (element-type utf8): the only accounts that it shows, as gate_hub_make_key() names them; %NULL: all
 *
 * What it showed before and still does keeps its state.
 */
void
gate_project_view_set_scope (GateProjectView *self,
                             GHashTable      *scope)
{
  g_return_if_fail (GATE_IS_PROJECT_VIEW (self));
  if (self->scope == scope)
    return;
  g_clear_pointer (&self->scope, g_hash_table_unref);
  self->scope = scope ? g_hash_table_ref (scope) : NULL;
  gate_project_accounts_follow (self->accounts, gate_hub_get_connectors (self->hub), self->scope);
  follow_active (self);
  look_soon (self);
}

/**
 * gate_project_view_get_scope:
 * @self: a view
 *
 * Returns: (transfer none) (nullable) (element-type utf8): the only accounts that it shows; %NULL: all
 */
GHashTable *
gate_project_view_get_scope (GateProjectView *self)
{
  g_return_val_if_fail (GATE_IS_PROJECT_VIEW (self), NULL);
  return self->scope;
}

/**
 * gate_project_view_get_busy:
 * @self: a view
 *
 * Returns: %TRUE while something is being found out
 */
gboolean
gate_project_view_get_busy (GateProjectView *self)
{
  g_return_val_if_fail (GATE_IS_PROJECT_VIEW (self), FALSE);
  return self->busy;
}

/**
 * gate_project_view_ask_old:
 * @self: a view
 * @seconds: how long ago
 * @asked: (element-type utf8): accounts that were asked just now, as gate_hub_make_key() names them; what is asked is added
 *
 * Asks again what offered something and was asked long ago: a server that cannot tell anything by itself may be gone.
 */
void
gate_project_view_ask_old (GateProjectView *self,
                           guint            seconds,
                           GHashTable      *asked)
{
  gint64 limit = g_get_real_time () / G_USEC_PER_SEC - seconds;

  g_return_if_fail (GATE_IS_PROJECT_VIEW (self));
  for (guint i = 0; i < gate_project_view_get_n_items (G_LIST_MODEL (self)); i++)
    {
      g_autoptr(GateHubAccount) account = gate_project_view_get_item (G_LIST_MODEL (self), i);

      if (gate_hub_account_get_phase (account) == GATE_ACCOUNT_PHASE_LISTED && gate_hub_account_get_listed_at (account) <= limit &&
          !must_be_wanted (self, account) && g_hash_table_add (asked, make_key (account)))
        ask_again (self, account);
    }
}
