// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-interaction.h"

/*
 * A face whose answers are given beforehand, or that leaves questions open. It keeps every question it was asked.
 */
#define MCP_TYPE_TEST_FACE (mcp_test_face_get_type ())
G_DECLARE_FINAL_TYPE (McpTestFace, mcp_test_face, MCP, TEST_FACE, GObject)

struct _McpTestFace {
  GObject                      parent_instance;

  GateInteractionCapabilities  capabilities;
  GPtrArray                   *questions; /* (element-type GateQuestion) */
  GQueue                       answers;   /* (element-type GateAnswer): for the next questions; none: left open */
  GQueue                       open;      /* (element-type GTask): the questions that are left open, with the source of their cancellable */
  guint                        n_cancelled;
};

McpTestFace *mcp_test_face_new    (GateInteractionCapabilities  capabilities);
void         mcp_test_face_answer (McpTestFace                 *self,
                                   const char                  *choice,
                                   const char                  *values);
void         mcp_test_face_close  (McpTestFace                 *self,
                                   const char                  *choice,
                                   const char                  *values);
