// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define GATE_TYPE_DIRECTORY_CATEGORY (gate_directory_category_get_type ())

/**
 * GateDirectoryCategory:
 *
 * A category of the directory and how many entries it has. Properties: `id`, `title` (texts), `count` (a number). A face translates
 * the title in the context "directory category".
 */
G_DECLARE_FINAL_TYPE (GateDirectoryCategory, gate_directory_category, GATE, DIRECTORY_CATEGORY, GObject)

GateDirectoryCategory *gate_directory_category_new           (const char             *id,
                                                              guint                   count) G_GNUC_WARN_UNUSED_RESULT;
const char            *gate_directory_category_get_id        (GateDirectoryCategory  *self);
const char            *gate_directory_category_get_title     (GateDirectoryCategory  *self);
guint                  gate_directory_category_get_count     (GateDirectoryCategory  *self);
/* All categories, in the order in which they are shown. */
const char * const    *gate_directory_category_list_ids      (void);
const char            *gate_directory_category_title_of      (const char             *id);

G_END_DECLS
