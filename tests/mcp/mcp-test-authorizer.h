// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-authorizer.h"

/* An authorizer that gets its token at the first challenge, after a person has taken their time. */
#define MCP_TYPE_TEST_AUTHORIZER (mcp_test_authorizer_get_type ())
G_DECLARE_FINAL_TYPE (McpTestAuthorizer, mcp_test_authorizer, MCP, TEST_AUTHORIZER, GObject)

struct _McpTestAuthorizer {
  GObject   parent_instance;

  char     *token;        /* (nullable) */
  char     *account;
  guint     delay_ms;     /* of a challenge */
  gboolean  refuses;      /* every challenge */
  guint     n_prepared;
  guint     n_challenges;
  char     *operation;    /* of the last challenge */
};

McpTestAuthorizer *mcp_test_authorizer_new (void);
