// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-traffic-line.h"

#include <string.h>

#define TEXT_MAX (64 * 1024)

struct _GateTrafficLine {
  GObject   parent_instance;

  gboolean  outgoing;
  char     *text;
  gint64    time;
};

G_DEFINE_FINAL_TYPE (GateTrafficLine, gate_traffic_line, G_TYPE_OBJECT)

static void
gate_traffic_line_finalize (GObject *object)
{
  g_free (GATE_TRAFFIC_LINE (object)->text);
  G_OBJECT_CLASS (gate_traffic_line_parent_class)->finalize (object);
}

static void
gate_traffic_line_class_init (GateTrafficLineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gate_traffic_line_finalize;
}

static void
gate_traffic_line_init (GateTrafficLine *self)
{
}

/**
 * gate_traffic_line_new:
 * @outgoing: whether we sent it
 * @text: the message
 *
 * Returns: (transfer full): a line of now; what is beyond 64 kB of it is cut off
 */
GateTrafficLine *
gate_traffic_line_new (gboolean    outgoing,
                       const char *text)
{
  GateTrafficLine *self = g_object_new (GATE_TYPE_TRAFFIC_LINE, NULL);
  g_autofree char *start = g_strndup (text, TEXT_MAX);

  self->outgoing = outgoing;
  self->text = g_utf8_make_valid (start, -1);
  self->time = g_get_real_time ();
  return self;
}

/**
 * gate_traffic_line_get_outgoing:
 * @self: a line
 *
 * Returns: %TRUE when we sent it
 */
gboolean
gate_traffic_line_get_outgoing (GateTrafficLine *self)
{
  g_return_val_if_fail (GATE_IS_TRAFFIC_LINE (self), FALSE);
  return self->outgoing;
}

/**
 * gate_traffic_line_get_text:
 * @self: a line
 *
 * Returns: the message
 */
const char *
gate_traffic_line_get_text (GateTrafficLine *self)
{
  g_return_val_if_fail (GATE_IS_TRAFFIC_LINE (self), NULL);
  return self->text;
}

/**
 * gate_traffic_line_get_time:
 * @self: a line
 *
 * Returns: when it went by, in microseconds since the epoch
 */
gint64
gate_traffic_line_get_time (GateTrafficLine *self)
{
  g_return_val_if_fail (GATE_IS_TRAFFIC_LINE (self), 0);
  return self->time;
}
