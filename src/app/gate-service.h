// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub.h"

G_BEGIN_DECLS

/**
 * GateServiceState:
 * @GATE_SERVICE_WAITING: its turn has not come
 * @GATE_SERVICE_CONNECTING: it is being connected
 * @GATE_SERVICE_CONNECTED: it is signed in and on
 * @GATE_SERVICE_FAILED: connecting failed; `message` says why and what to do
 * @GATE_SERVICE_SKIPPED: the person left it out
 * @GATE_SERVICE_CLOSED: no other program can connect to it
 *
 * How far a chosen service is.
 */
typedef enum {
  GATE_SERVICE_WAITING,
  GATE_SERVICE_CONNECTING,
  GATE_SERVICE_CONNECTED,
  GATE_SERVICE_FAILED,
  GATE_SERVICE_SKIPPED,
  GATE_SERVICE_CLOSED,
} GateServiceState;

#define GATE_TYPE_SERVICE (gate_service_get_type ())

/**
 * GateService:
 *
 * A service of the directory that the person chose to connect, and how far that is. Emits `changed`.
 */
G_DECLARE_FINAL_TYPE (GateService, gate_service, GATE, SERVICE, GObject)

GateService        *gate_service_new               (GateDirectoryEntry *entry) G_GNUC_WARN_UNUSED_RESULT;
GateDirectoryEntry *gate_service_get_entry         (GateService        *self);
/* What its form was filled in with, and whether it only reads at first. */
void                gate_service_set_values        (GateService        *self,
                                                    JsonObject         *values);
JsonObject         *gate_service_get_values        (GateService        *self);
void                gate_service_set_read_only     (GateService        *self,
                                                    gboolean            read_only);
gboolean            gate_service_get_read_only     (GateService        *self);
GateServiceState    gate_service_get_state         (GateService        *self);
/* message: (nullable): what is being done, what came of it, or what went wrong; safe to show. */
void                gate_service_set_state         (GateService        *self,
                                                    GateServiceState    state,
                                                    const char         *message);
const char         *gate_service_get_message       (GateService        *self);
/* The connector's id, once it is added; set also where it was there before. */
const char         *gate_service_get_connector     (GateService        *self);
void                gate_service_set_connector     (GateService        *self,
                                                    const char         *connector);
/* Only an administrator can help. */
gboolean            gate_service_get_needs_admin   (GateService        *self);
void                gate_service_set_needs_admin   (GateService        *self,
                                                    gboolean            needs_admin);

G_END_DECLS
