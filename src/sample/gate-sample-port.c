// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-port.h"

#include "gate-error.h"
#include "gate-file.h"
#include "gate-random.h"
#include "gate-sample-parse.h"

/* Below the ports that the kernel gives to outgoing connections, which would take a kept one away now and then. */
#define LOWEST_PORT 20000
#define N_PORTS 12000

/**
 * gate_sample_port_load:
 * @folder: (type filename): where it is kept
 * @port: (out): the port, 0 when none is kept
 * @error: set to %GATE_ERROR_INVALID when what was kept is damaged
 *
 * Returns: %TRUE when it could be read, or there is nothing to read
 */
gboolean
gate_sample_port_load (const char  *folder,
                       guint16     *port,
                       GError     **error)
{
  g_autofree char *path = g_build_filename (folder, "sample.json", NULL);
  g_autoptr(GError) own_error = NULL;
  g_autoptr(JsonNode) root = gate_sample_parse_file (path, GATE_JSON_METADATA_LIMIT, &own_error);
  gint64 kept = root ? gate_json_get_int (json_node_get_object (root), "port", 0) : 0;

  *port = 0;
  if (gate_error_matches (own_error, GATE_ERROR_NOT_FOUND))
    return TRUE;
  if (kept < 1024 || kept > G_MAXUINT16)
    {
      gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE, "Remove the file; another port is chosen then.",
                      "The Sample Workspace cannot read its port in “%s”%s%s", path, own_error ? ": " : "",
                      own_error ? own_error->message : "");
      return FALSE;
    }
  *port = (guint16) kept;
  return TRUE;
}

/**
 * gate_sample_port_save:
 * @folder: (type filename): where to keep it
 * @port: the port
 * @error: set to %GATE_ERROR_FAILED
 *
 * Keeps the port.
 *
 * Returns: %TRUE when it is on disk
 */
gboolean
gate_sample_port_save (const char  *folder,
                       guint16      port,
                       GError     **error)
{
  g_autofree char *path = g_build_filename (folder, "sample.json", NULL);
  g_autofree char *text = g_strdup_printf ("{\n  \"port\": %u\n}\n", port);

  return gate_file_write (path, text, -1, error);
}

/**
 * gate_sample_port_choose:
 *
 * Returns: a port to try
 */
guint16
gate_sample_port_choose (void)
{
  return (guint16) (LOWEST_PORT + gate_random_below (N_PORTS));
}
