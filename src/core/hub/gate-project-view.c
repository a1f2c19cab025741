// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-project-view.h"

#include "gate-hub-account-private.h"
#include "gate-hub-private.h"
#include "gate-list-job.h"
#include "gate-property.h"
#include "gate-retry-plan.h"

#include <string.h>

/* How many accounts are asked at once what they offer. */
#define LISTINGS_MAX 4

struct _GateProjectView {
  GObject          parent_instance;

  GateHub         *hub;
  GateHubProject  *project;
  GListStore      *accounts;    /* (element-type GateHubAccount) */
  GCancellable    *cancellable;
  GateRetryPlan   *retries;
  GQueue           waiting;     /* (element-type Listing) (owned): to be asked what they offer */
  guint            n_listing;
  guint            idle;        /* a look at the layers that is about to be taken */
  gboolean         looking;
  gboolean         look_again;
  gboolean         loaded;
};

enum { PROP_0, PROP_LOADED, N_PROPS };

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
                          gboolean         refresh);

typedef struct {
  GateProjectView *self;    /* (nullable): set when it begins */
  GateHubAccount  *account;
  gboolean         refresh; /* past what was kept of the last time */
} Listing;

static void
listing_free (Listing *listing)
{
  g_clear_object (&listing->self);
  g_object_unref (listing->account);
  g_free (listing);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Listing, listing_free)

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
  gate_hub_account_take_listing (account, NULL, error);
  if (may_pass (error))
    gate_retry_plan_failed (self->retries, G_OBJECT (account), gate_error_get_retry_after (error));
  else
    gate_retry_plan_succeeded (self->retries, G_OBJECT (account));
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

  self->n_listing--;
  gate_job_run_finish (GATE_JOB (job), result, &error);
  if (gate_hub_account_take_stale (listing->account))
    {
      /* The sign-in or the entry became another one meanwhile: this was said to the former. */
      gate_hub_account_take_listing (listing->account, NULL, NULL);
      want_listing (self, listing->account, TRUE);
    }
  else if (error)
    {
      /* Also who was cut off by a disconnection is not being asked any more, and the next ones are waiting. */
      take_failure (self, listing->account, error);
    }
  else if (gate_list_job_get_n_failures (job) > 0)
    {
      take_failure (self, listing->account, gate_list_job_get_failure (job, 0, NULL, NULL));
    }
  else
    {
      gate_hub_account_take_listing (listing->account, gate_list_job_get_items (job), NULL);
      gate_retry_plan_succeeded (self->retries, G_OBJECT (listing->account));
    }
  list_next (self);
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
              gboolean         refresh)
{
  if (gate_hub_account_get_phase (account) == GATE_ACCOUNT_PHASE_LISTING)
    return;

  Listing *listing = g_new0 (Listing, 1);
  listing->account = g_object_ref (account);
  listing->refresh = refresh || gate_hub_account_get_listed_at (account) > 0;
  gate_hub_account_set_listing (account);
  g_queue_push_tail (&self->waiting, listing);
}

static gboolean
is_local (GateHubAccount *account)
{
  return strcmp (gate_hub_connector_get_kind (gate_hub_account_get_connector (account)), "stdio") == 0;
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
  if (usable && !is_local (account) && (phase == GATE_ACCOUNT_PHASE_UNKNOWN || other_sign_in || waits_for_keyring (account)))
    want_listing (self, account, phase != GATE_ACCOUNT_PHASE_UNKNOWN || other_sign_in);
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
}

static void
look (GateProjectView *self)
{
  g_autoptr(GateJob) job = gate_layers_job_new (self->hub, self->project, NULL);

  self->looking = TRUE;
  self->look_again = FALSE;
  gate_job_run_async (job, self->cancellable, did_look, g_object_ref (self));
}

static int
by_label (gconstpointer a,
          gconstpointer b,
          gpointer      user_data)
{
  g_autofree char *one = g_utf8_casefold (gate_hub_account_get_label ((gpointer) a), -1);
  g_autofree char *other = g_utf8_casefold (gate_hub_account_get_label ((gpointer) b), -1);
  int order = g_utf8_collate (one, other);

  if (order == 0)
    order = strcmp (gate_hub_account_get_id ((gpointer) a), gate_hub_account_get_id ((gpointer) b));
  return order != 0 ? order : strcmp (gate_hub_account_get_account ((gpointer) a), gate_hub_account_get_account ((gpointer) b));
}

static GHashTable *
index_connectors (GateProjectView *self)
{
  GListModel *connectors = gate_hub_get_connectors (self->hub);
  GHashTable *index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (connectors); i++)
    {
      GateHubConnector *connector = g_list_model_get_item (connectors, i);

      g_hash_table_insert (index, g_strdup (gate_hub_connector_get_id (connector)), connector);
    }
  return index;
}

static gboolean
stands (GHashTable     *index,
        GateHubAccount *account)
{
  GateHubConnector *connector = g_hash_table_lookup (index, gate_hub_account_get_id (account));

  return connector && g_strv_contains (gate_hub_connector_get_accounts (connector), gate_hub_account_get_account (account));
}

static void
add_missing (GateProjectView *self,
             GPtrArray       *accounts,
             GHashTable      *index)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, index);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    for (const char * const *account = gate_hub_connector_get_accounts (value); *account; account++)
      if (!gate_project_view_find (self, gate_hub_connector_get_id (value), *account))
        g_ptr_array_add (accounts, gate_hub_account_new (value, *account));
}

/* Takes up what was added, lets go what was removed, and keeps the objects of what stayed. */
static void
follow_connectors (GateProjectView *self)
{
  g_autoptr(GHashTable) index = index_connectors (self);
  g_autoptr(GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);
  GListModel *model = G_LIST_MODEL (self->accounts);

  for (guint i = g_list_model_get_n_items (model); i > 0; i--)
    {
      g_autoptr(GateHubAccount) account = g_list_model_get_item (model, i - 1);

      if (stands (index, account))
        gate_hub_account_set_connector (account, g_hash_table_lookup (index, gate_hub_account_get_id (account)));
      else
        g_list_store_remove (self->accounts, i - 1);
    }
  add_missing (self, added, index);
  if (g_list_model_get_n_items (model) == 0)
    {
      g_list_store_splice (self->accounts, 0, 0, added->pdata, added->len);
      g_list_store_sort (self->accounts, by_label, NULL);
      return;
    }
  for (guint i = 0; i < added->len; i++)
    g_list_store_insert_sorted (self->accounts, added->pdata[i], by_label, NULL);
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
  return G_SOURCE_REMOVE;
}

static void
look_soon (GateProjectView *self)
{
  if (self->idle == 0)
    self->idle = g_idle_add (on_idle, self);
}

static void
on_project_changed (GateProjectView *self)
{
  follow_active (self);
  look_soon (self);
}

/* What is on and has been asked before is asked again; what the server keeps for a while is not fetched twice. */
static void
retry (GObject  *object,
       gpointer  user_data)
{
  GateProjectView *self = user_data;
  GateHubAccount *account = GATE_HUB_ACCOUNT (object);

  if (!gate_hub_account_get_active (account) || !gate_hub_account_can_be_asked (account))
    {
      gate_retry_plan_succeeded (self->retries, object);
      return;
    }
  want_listing (self, account, FALSE);
  list_next (self);
}

static void
on_offer_changed (GateProjectView *self,
                  const char      *connector,
                  const char      *id,
                  gboolean         lost)
{
  GateHubAccount *account = gate_project_view_find (self, connector, id);
  GateAccountPhase phase = account ? gate_hub_account_get_phase (account) : GATE_ACCOUNT_PHASE_UNKNOWN;

  if (phase == GATE_ACCOUNT_PHASE_UNKNOWN || !gate_hub_account_get_active (account))
    return;
  /* A connection that comes and goes is not run after. */
  if (lost && !gate_retry_plan_waits (self->retries, G_OBJECT (account)))
    gate_retry_plan_failed (self->retries, G_OBJECT (account), 0);
  else if (lost)
    return;
  else if (phase == GATE_ACCOUNT_PHASE_LISTING)
    gate_hub_account_set_stale (account);
  else
    retry (G_OBJECT (account), self);
}

/* A program on this computer is started where somebody asks for it; from then on everybody sees what it offers. */
static void
on_connected (GateProjectView *self,
              const char      *connector,
              const char      *id)
{
  GateHubAccount *account = gate_project_view_find (self, connector, id);

  if (!account || !is_local (account) || !gate_hub_account_get_active (account)
      || gate_hub_account_get_phase (account) != GATE_ACCOUNT_PHASE_UNKNOWN)
    return;
  want_listing (self, account, FALSE);
  list_next (self);
}

static void
on_connectors_changed (GateProjectView *self)
{
  follow_connectors (self);
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
    GATE_INVALID_PROPERTY (object, id, pspec);
    }
}

static void
gate_project_view_dispose (GObject *object)
{
  GateProjectView *self = GATE_PROJECT_VIEW (object);

  g_clear_handle_id (&self->idle, g_source_remove);
  g_clear_pointer (&self->retries, gate_retry_plan_free);
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
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
gate_project_view_init (GateProjectView *self)
{
  g_queue_init (&self->waiting);
  self->cancellable = g_cancellable_new ();
  self->retries = gate_retry_plan_new (retry, self);
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
  GateProjectView *self = g_object_new (GATE_TYPE_PROJECT_VIEW, NULL);

  self->hub = g_object_ref (hub);
  self->project = g_object_ref (project);
  g_signal_connect_object (gate_hub_get_watch (hub), "changed", G_CALLBACK (look_soon), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (hub, "connected", G_CALLBACK (on_connected), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (hub, "offer-changed", G_CALLBACK (on_offer_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (project, "notify::active", G_CALLBACK (on_project_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gate_hub_get_connectors (hub), "items-changed", G_CALLBACK (on_connectors_changed), self, G_CONNECT_SWAPPED);
  follow_connectors (self);
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
      want_listing (self, account, TRUE);
    }
  else
    {
      for (guint i = 0; i < gate_project_view_get_n_items (G_LIST_MODEL (self)); i++)
        {
          g_autoptr(GateHubAccount) each = gate_project_view_get_item (G_LIST_MODEL (self), i);

          if (gate_hub_account_get_active (each) && gate_hub_account_can_be_asked (each) &&
              (!is_local (each) || gate_hub_account_get_phase (each) != GATE_ACCOUNT_PHASE_UNKNOWN))
            want_listing (self, each, TRUE);
        }
    }
  list_next (self);
  look_soon (self);
}
