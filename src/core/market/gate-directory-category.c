// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-directory-category.h"

#include "gate-i18n.h"
#include "gate-property.h"

struct _GateDirectoryCategory {
  GObject parent_instance;

  char  *id;
  guint  count;
};

enum {
  PROP_0,
  PROP_ID,
  PROP_TITLE,
  PROP_COUNT,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (GateDirectoryCategory, gate_directory_category, G_TYPE_OBJECT)

static const char *const ids[] = {
  "productivity", "communication", "meetings", "documents", "sales", "enrichment", "marketing", "support", "finance", "markets",
  "hr", "legal", "data", "design", "development", "cloud", "security", "automation", "search", "health", "education", "commerce", NULL,
};

static const char *const titles[] = {
  NC_("directory category", "Projects & Tasks"),
  NC_("directory category", "Mail, Chat & Calendar"),
  NC_("directory category", "Meetings & Calls"),
  NC_("directory category", "Documents & Knowledge"),
  NC_("directory category", "CRM & Sales"),
  NC_("directory category", "Company & Contact Data"),
  NC_("directory category", "Marketing"),
  NC_("directory category", "Customer Support"),
  NC_("directory category", "Finance & Accounting"),
  NC_("directory category", "Markets & Investment Research"),
  NC_("directory category", "People & Hiring"),
  NC_("directory category", "Legal & Contracts"),
  NC_("directory category", "Data & Analytics"),
  NC_("directory category", "Design & Media"),
  NC_("directory category", "Software Development"),
  NC_("directory category", "Cloud & Infrastructure"),
  NC_("directory category", "Security"),
  NC_("directory category", "Automation"),
  NC_("directory category", "Web & Reference"),
  NC_("directory category", "Health & Life Sciences"),
  NC_("directory category", "Education"),
  NC_("directory category", "Shopping & Travel"),
};

G_STATIC_ASSERT (G_N_ELEMENTS (ids) == G_N_ELEMENTS (titles) + 1);

static void
gate_directory_category_get_property (GObject    *object,
                                      guint       property_id,
                                      GValue     *value,
                                      GParamSpec *pspec)
{
  GateDirectoryCategory *self = GATE_DIRECTORY_CATEGORY (object);

  switch (property_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_TITLE:
      g_value_set_string (value, gate_directory_category_title_of (self->id));
      break;
    case PROP_COUNT:
      g_value_set_uint (value, self->count);
      break;
    GATE_INVALID_PROPERTY (object, property_id, pspec);
    }
}

static void
gate_directory_category_finalize (GObject *object)
{
  g_free (GATE_DIRECTORY_CATEGORY (object)->id);
  G_OBJECT_CLASS (gate_directory_category_parent_class)->finalize (object);
}

static void
gate_directory_category_class_init (GateDirectoryCategoryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = gate_directory_category_get_property;
  object_class->finalize = gate_directory_category_finalize;
  /**
   * GateDirectoryCategory:id:
   *
   * The category's id.
   */
  props[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, GATE_PARAM_READABLE);
  /**
   * GateDirectoryCategory:title:
   *
   * What people read, in English.
   */
  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, GATE_PARAM_READABLE);
  /**
   * GateDirectoryCategory:count:
   *
   * How many entries it has.
   */
  props[PROP_COUNT] = g_param_spec_uint ("count", NULL, NULL, 0, G_MAXUINT, 0, GATE_PARAM_READABLE);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
gate_directory_category_init (GateDirectoryCategory *self)
{
}

/**
 * gate_directory_category_new:
 * @id: the id of a category
 * @count: how many entries it has
 *
 * Returns: (transfer full): a category
 */
GateDirectoryCategory *
gate_directory_category_new (const char *id,
                             guint       count)
{
  GateDirectoryCategory *self = g_object_new (GATE_TYPE_DIRECTORY_CATEGORY, NULL);

  self->id = g_strdup (id);
  self->count = count;
  return self;
}

/**
 * gate_directory_category_get_id:
 * @self: a category
 *
 * Returns: its id
 */
const char *
gate_directory_category_get_id (GateDirectoryCategory *self)
{
  g_return_val_if_fail (GATE_IS_DIRECTORY_CATEGORY (self), NULL);
  return self->id;
}

/**
 * gate_directory_category_get_title:
 * @self: a category
 *
 * Returns: (nullable): what people read, in English; a face translates it
 */
const char *
gate_directory_category_get_title (GateDirectoryCategory *self)
{
  g_return_val_if_fail (GATE_IS_DIRECTORY_CATEGORY (self), NULL);
  return gate_directory_category_title_of (self->id);
}

/**
 * gate_directory_category_get_count:
 * @self: a category
 *
 * Returns: how many entries it has
 */
guint
gate_directory_category_get_count (GateDirectoryCategory *self)
{
  g_return_val_if_fail (GATE_IS_DIRECTORY_CATEGORY (self), 0);
  return self->count;
}

/**
 * gate_directory_category_list_ids:
 *
 * Returns: (array zero-terminated=1) (transfer none): all categories, in the order in which they are shown
 */
const char * const *
gate_directory_category_list_ids (void)
{
  return ids;
}

/**
 * gate_directory_category_title_of:
 * @id: (nullable): an id
 *
 * Returns: (nullable): the category's title in English, or %NULL where there is no such category
 */
const char *
gate_directory_category_title_of (const char *id)
{
  for (gsize i = 0; id && i < G_N_ELEMENTS (titles); i++)
    if (g_str_equal (id, ids[i]))
      return titles[i];
  return NULL;
}
