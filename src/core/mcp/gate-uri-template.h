// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

char **gate_uri_template_dup_variables (const char  *uri_template) G_GNUC_WARN_UNUSED_RESULT;
char  *gate_uri_template_expand        (const char  *uri_template,
                                        JsonObject  *values,
                                        GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
