// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <glib.h>

#include "gate-secret.h"

G_BEGIN_DECLS

/**
 * GateAwsHeader:
 * @name: a header's name, in any case
 * @value: its value
 *
 * One header that is signed. Several with one name are joined in their order.
 */
typedef struct {
  const char *name;
  const char *value;
} GateAwsHeader;

/**
 * GateAwsRequest:
 * @method: the request's method
 * @path: the path as it will be sent, encoded
 * @query: (nullable): the query as it will be sent, encoded
 * @headers: (array length=n_headers): the headers to sign: at least `host` and `x-amz-date`
 * @n_headers: how many
 * @body: (array length=body_size) (nullable): the body
 * @body_size: its size in bytes
 *
 * The request that is signed.
 */
typedef struct {
  const char          *method;
  const char          *path;
  const char          *query;
  const GateAwsHeader *headers;
  gsize                n_headers;
  const void          *body;
  gsize                body_size;
} GateAwsRequest;

char *gate_aws_canonical_request (const GateAwsRequest  *request) G_GNUC_WARN_UNUSED_RESULT;
char *gate_aws_authorization     (const GateAwsRequest  *request,
                                  const char            *access_key_id,
                                  GateSecret            *secret_access_key,
                                  const char            *region,
                                  const char            *service,
                                  const char            *date) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
