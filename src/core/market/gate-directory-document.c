// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-directory-document.h"

#include "gate-dirs.h"
#include "gate-directory-record.h"
#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-market-resources.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define RESOURCE "/gatehouse/market/directory.json"
#define DATA_LIMIT (32u * 1024 * 1024)
/* Raised whenever the index is laid out anew, so that one of an older program is made anew. */
#define LAYOUT "2"
/* The owner that root is seen as inside a Flatpak. */
#define OVERFLOW_UID 65534

typedef struct {
  char      *as_of;
  gboolean   only;
  JsonNode  *entries;
} Root;

static const GateJsonField root_fields[] = {
  GATE_JSON_FIELD (Root, as_of, "asOf", STRING, GATE_JSON_OPTIONAL),
  GATE_JSON_FIELD (Root, only, "only", BOOLEAN, GATE_JSON_OPTIONAL),
  GATE_JSON_FIELD (Root, entries, "entries", ARRAY, GATE_JSON_REQUIRED),
  { NULL },
};

static void
warn (GateDirectoryDocument *self,
      const char            *sentence)
{
  if (!self->warning)
    self->warning = g_strdup (sentence);
}

static const char *
what_is_wrong_with (const struct stat *status)
{
  if (!S_ISREG (status->st_mode))
    return _("it is not a file");
  if (status->st_uid != 0 && !(status->st_uid == OVERFLOW_UID && gate_dirs_in_flatpak ()))
    return _("it does not belong to the administrator");
  if (status->st_mode & (S_IWGRP | S_IWOTH))
    return _("others than the administrator may write it");
  if (status->st_size > DATA_LIMIT)
    return _("it is too large");
  return NULL;
}

static GBytes *
read_all (int    fd,
          gsize  size)
{
  g_autofree char *data = g_malloc (size + 1);
  gsize got = 0;

  while (got < size)
    {
      gssize n = read (fd, data + got, size - got);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        break;
      got += (gsize) n;
    }
  return g_bytes_new_take (g_steal_pointer (&data), got);
}

/* What is checked is what is read: both by the open file. A file that is not trusted is as if it was not there. */
static void
load_managed (GateDirectoryDocument *self,
              const char            *path)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  struct stat status;

  if (fd < 0)
    {
      if (errno != ENOENT && errno != ENOTDIR)
        warn (self, _("The organization's directory is not used: it cannot be read."));
      return;
    }

  const char *problem = fstat (fd, &status) == 0 ? what_is_wrong_with (&status) : _("it cannot be read");
  if (problem)
    {
      g_autofree char *sentence = g_strdup_printf (_("The organization's directory is not used: %s."), problem);
      warn (self, sentence);
    }
  else
    self->managed = read_all (fd, (gsize) status.st_size);
  close (fd);
}

static void
compute_digest (GateDirectoryDocument *self)
{
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  /* What is searched is translated. */
  g_autofree char *sizes = g_strdup_printf (LAYOUT " %" G_GSIZE_FORMAT " %s %s", g_bytes_get_size (self->data),
                                            self->warning ? self->warning : "", gate_i18n_catalog ());
  GBytes *parts[] = { self->data, self->managed };

  g_checksum_update (checksum, (const guchar *) sizes, -1);
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] && g_bytes_get_size (parts[i]) > 0)
      g_checksum_update (checksum, g_bytes_get_data (parts[i], NULL), (gssize) g_bytes_get_size (parts[i]));
  self->digest = g_strdup (g_checksum_get_string (checksum));
}

/**
 * gate_directory_document_load:
 * @data: (nullable): the data instead of the program's own
 * @managed_path: (nullable) (type filename): the organization's file; it need not be there
 * @error: set when the program's own data are missing
 *
 * Reads the files, without looking into them. Blocks: for a worker.
 *
 * Returns: (transfer full) (nullable): the document
 */
GateDirectoryDocument *
gate_directory_document_load (GBytes      *data,
                              const char  *managed_path,
                              GError     **error)
{
  g_autoptr(GateDirectoryDocument) self = g_new0 (GateDirectoryDocument, 1);

  self->data = data ? g_bytes_ref (data) : g_resource_lookup_data (gate_market_get_resource (), RESOURCE, 0, error);
  if (!self->data)
    return NULL;
  if (managed_path)
    load_managed (self, managed_path);
  compute_digest (self);
  return g_steal_pointer (&self);
}

static gboolean
read_root (GBytes  *bytes,
           Root    *root,
           GError **error)
{
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);
  g_autoptr(JsonNode) node = gate_json_parse (text ? text : "", (gssize) size, DATA_LIMIT, error);

  return node && gate_json_record_read (root_fields, node, root, error);
}

/* Takes the record over. The organization's entry takes the place of the project's. */
static void
add_record (GateDirectoryDocument *self,
            GHashTable            *by_id,
            GateDirectoryRecord   *record)
{
  gpointer place;

  if (g_hash_table_lookup_extended (by_id, record->id, NULL, &place))
    {
      gate_directory_record_free (self->records->pdata[GPOINTER_TO_UINT (place)]);
      self->records->pdata[GPOINTER_TO_UINT (place)] = record;
      return;
    }
  g_hash_table_insert (by_id, g_strdup (record->id), GUINT_TO_POINTER (self->records->len));
  g_ptr_array_add (self->records, record);
}

/* Entries that are not valid are left out: one mistake must not hide the others. */
static void
add_entries (GateDirectoryDocument *self,
             GHashTable            *by_id,
             JsonArray             *entries,
             gboolean               managed)
{
  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      g_autoptr(GError) error = NULL;
      GateDirectoryRecord *record = gate_directory_record_new_from_json (json_array_get_element (entries, i), &error);

      if (!record)
        {
          g_autofree char *sentence
            = g_strdup_printf (managed ? _("Entry %u of the organization's directory is left out: %s.")
                                       : _("Entry %u of the program's directory is left out: %s."), i + 1, error->message);

          g_message ("%s", sentence);
          if (managed)
            warn (self, sentence);
          continue;
        }
      record->managed = managed;
      add_record (self, by_id, record);
    }
}

static void
parse_managed (GateDirectoryDocument *self,
               GHashTable            *by_id)
{
  g_autoptr(GError) error = NULL;
  Root root = { NULL };

  if (!read_root (self->managed, &root, &error))
    {
      g_autofree char *sentence = g_strdup_printf (_("The organization's directory is not used: %s."), error->message);
      warn (self, sentence);
    }
  else
    {
      if (root.only)
        {
          g_ptr_array_set_size (self->records, 0);
          g_hash_table_remove_all (by_id);
        }
      add_entries (self, by_id, json_node_get_array (root.entries), TRUE);
    }
  gate_json_record_clear (root_fields, &root);
}

/**
 * gate_directory_document_parse:
 * @self: a document
 * @error: set when the program's own data are no directory
 *
 * Reads the entries. What is wrong with the organization's file becomes a warning.
 *
 * Returns: %TRUE on success
 */
gboolean
gate_directory_document_parse (GateDirectoryDocument  *self,
                               GError                **error)
{
  g_autoptr(GHashTable) by_id = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Root root = { NULL };
  gboolean read = read_root (self->data, &root, error);

  g_clear_pointer (&self->records, g_ptr_array_unref);
  self->records = g_ptr_array_new_with_free_func ((GDestroyNotify) gate_directory_record_free);
  if (read)
    {
      self->as_of = g_strdup (root.as_of);
      add_entries (self, by_id, json_node_get_array (root.entries), FALSE);
      if (self->managed)
        parse_managed (self, by_id);
    }
  gate_json_record_clear (root_fields, &root);
  return read;
}

/**
 * gate_directory_document_free:
 * @self: (transfer full) (nullable): a document
 */
void
gate_directory_document_free (GateDirectoryDocument *self)
{
  if (!self)
    return;
  g_clear_pointer (&self->records, g_ptr_array_unref);
  g_clear_pointer (&self->data, g_bytes_unref);
  g_clear_pointer (&self->managed, g_bytes_unref);
  g_free (self->as_of);
  g_free (self->warning);
  g_free (self->digest);
  g_free (self);
}
