// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-connector-store.h"
#include "gate-hub-account.h"
#include "gate-hub.h"
#include "gate-link.h"
#include "gate-policy.h"
#include "gate-projects.h"
#include "gate-retry-plan.h"
#include "gate-secret-watch.h"
#include "gate-tool-names.h"
#include "gate-usage-log.h"
#include "gate-visible-list.h"

G_BEGIN_DECLS

struct _GateHub {
  GObject             parent_instance;

  GateInteraction    *interaction;
  GateHubFlags        flags;
  GateHttp           *http;
  GateSecretStore    *secrets;
  GateSecretWatch    *watch;           /* (nullable): made when it is first needed */
  GNetworkMonitor    *monitor;         /* (nullable): made when it is first needed */
  gboolean            offline;         /* what it said last */
  GFileMonitor       *pin_monitor;     /* (nullable): made when somebody looks at tools */
  guint               telling_pins;    /* a source */
  GateRetryPlan      *retries;         /* (nullable): made with it */
  GCancellable       *opening;         /* (nullable): while the way to the keyring is opened ahead */
  GTask              *closing;         /* (nullable): what waits for that */
  guint               n_changes;       /* what people want to be changed, and is not yet */
  GTask              *after_changes;   /* (nullable): the closing that waits for them */
  GateStore          *state;
  GateStore          *cache;
  GateServerMemory   *memory;
  GateApprovals      *approvals;
  GateUsageLog       *usage;
  GateConnectorStore *connectors;
  GateProjects       *projects;
  GateDirectory      *directory;       /* (nullable): made when it is first needed */
  GListModel         *connector_items; /* (element-type GateHubConnector): a GateVisibleList */
  GListModel         *project_items;   /* (element-type GateHubProject) */
  GHashTable         *links;           /* (element-type utf8 GateLink) */
  GHashTable         *rosters;         /* (element-type GateLink GateRoster): tools as last listed, for calls */
  GHashTable         *found;           /* (element-type utf8 GateFoundTool): by project and full name, as long as the rosters stand */
  GHashTable         *session_yes;     /* (element-type utf8): full names that the person said yes to for this session */
};

/* The link for one account of a connector in a project; made once. (transfer none) */
GateLink  *gate_hub_get_link       (GateHub         *self,
                                    GateHubProject  *project,
                                    const char      *connector,
                                    const char      *account,
                                    GError         **error);
void       gate_hub_tell_offer_changed (GateHub     *self,
                                    const char      *connector,
                                    const char      *account,
                                    gboolean         lost);
void       gate_hub_tell_connected (GateHub         *self,
                                    const char      *connector,
                                    const char      *account);
/* What somebody asked of a server has failed. error: (nullable) */
void       gate_hub_note_failure   (GateHub         *self,
                                    GateLink        *link,
                                    const GError    *error);
/* A link that no other job gets, for an entry that is not added. */
GateLink  *gate_hub_new_trial_link (GateHub         *self,
                                    GateConnector   *connector) G_GNUC_WARN_UNUSED_RESULT;
GateConnector *gate_hub_check_entry (GateHub        *self,
                                    const char      *id,
                                    JsonNode        *entry,
                                    gboolean         replace,
                                    GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* (element-type GateLink): of what is on in the project, or only of the one that is named. */
GPtrArray *gate_hub_dup_links      (GateHub         *self,
                                    GateHubProject  *project,
                                    const char      *connector,
                                    const char      *account,
                                    GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* Layer 2 as an error, where it is off. */
gboolean   gate_hub_check_active   (GateHub         *self,
                                    GateHubProject  *project,
                                    const char      *connector,
                                    const char      *account,
                                    GError         **error);
/* The administrator keeps it off everywhere. */
gboolean   gate_hub_is_locked_off  (GateHub         *self,
                                    const char      *connector);
/* One for all who look at the sign-ins of this hub. (transfer none) */
GateSecretWatch *gate_hub_get_watch (GateHub        *self);
/* What is kept of tools is another than before, for all processes. */
void       gate_hub_touch_pins     (void);
/* From now on the signal pins-changed tells of that. */
void       gate_hub_watch_pins     (GateHub         *self);
/* Judges the tools of an account by it. */
void       gate_hub_look_at_pins   (GateHub         *self,
                                    GateHubProject  *project,
                                    GateHubAccount  *account);
/* Names an account, and tells of what it is the name. */
char      *gate_hub_make_key       (const char      *connector,
                                    const char      *account) G_GNUC_WARN_UNUSED_RESULT;
const char *gate_hub_get_key_account (const char    *key);
char      *gate_hub_dup_key_connector (const char   *key) G_GNUC_WARN_UNUSED_RESULT;
/* When accounts that failed are asked again, for all who look at them: the signal try-again tells. (transfer none) */
GateRetryPlan *gate_hub_get_retries (GateHub        *self);
/* There is no network; the signal network-changed tells. */
gboolean   gate_hub_is_offline     (GateHub         *self);
/* Also one that is hidden. */
GateHubConnector *gate_hub_find_any (GateHub        *self,
                                    const char      *id,
                                    GError         **error);
/* The entry says that it may only read. */
gboolean   gate_hub_is_read_only_entry (GateConnector *connector);
/* The administrator lets it only read. */
gboolean   gate_hub_is_managed_read_only (GateHub   *self,
                                    const char      *connector);
GateToolChoice gate_hub_get_tool_choice (GateHub    *self,
                                    GateHubProject  *project,
                                    const char      *full_name);
/* Drops the link, so that the next need makes a new one. */
void       gate_hub_forget_links   (GateHub         *self,
                                    const char      *connector);
/* expected: (nullable): the entry as it was when its removal was decided. */
void       gate_hub_remove_entry_async (GateHub     *self,
                                    const char      *id,
                                    JsonNode        *expected,
                                    GCancellable    *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer         user_data);
/* Closing waits for its end. Returns the same task. (transfer none) */
GTask     *gate_hub_note_change    (GateHub         *self,
                                    GTask           *change);
/* The tools of a link are to be listed anew before the next call. link NULL: of all. */
void       gate_hub_forget_tools   (GateHub         *self,
                                    GateLink        *link);
/* Whether jobs other than connect may ask the person to sign in. */
gboolean   gate_hub_is_interactive (GateHub         *self);
/* The callback of every change to the projects whose task ends with it. */
void       gate_hub_did_change_projects (GObject    *source,
                                    GAsyncResult    *result,
                                    gpointer         user_data);

G_END_DECLS
