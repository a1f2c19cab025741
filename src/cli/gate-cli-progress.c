// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-cli-progress.h"

#include "gate-cli-interaction.h"
#include "gate-cli-style.h"
#include "gate-text.h"

#define TICK_MS 120
#define BAR_COLUMNS 20

struct _GateCliProgress {
  GateCli  *cli;
  GateJob  *job;
  guint     source;
  guint     ticks;
  gboolean  drawn;
};

static void
wipe (GateCliProgress *self)
{
  if (self->drawn)
    g_printerr ("\r\033[K");
  self->drawn = FALSE;
}

static char *
bar (double fraction)
{
  GString *text = g_string_new ("[");

  for (int i = 0; i < BAR_COLUMNS; i++)
    g_string_append (text, fraction * BAR_COLUMNS > i ? "█" : " ");
  g_string_append_printf (text, "] %3d %%", (int) (fraction * 100 + 0.5));
  return g_string_free (text, FALSE);
}

static gboolean
tick (gpointer user_data)
{
  static const char *const spinner[] = { "⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏" };
  GateCliProgress *self = user_data;

  /* A question on the terminal has it to itself. */
  if (gate_cli_interaction_is_asking (self->cli->interaction))
    {
      wipe (self);
      return G_SOURCE_CONTINUE;
    }

  double fraction = gate_job_get_fraction (self->job);
  const char *message = gate_job_get_message (self->job);
  g_autofree char *visible = gate_text_make_visible (message ? message : gate_job_get_title (self->job), GATE_TEXT_LINE);
  g_autofree char *head = fraction >= 0 ? bar (fraction) : g_strdup (spinner[self->ticks++ % G_N_ELEMENTS (spinner)]);
  g_autofree char *line = g_strdup_printf ("%s %s", head, visible);
  g_autofree char *fitted = gate_cli_fit (line, gate_cli_get_columns (self->cli) - 1);
  g_printerr ("\r\033[K%s", fitted);
  self->drawn = TRUE;
  return G_SOURCE_CONTINUE;
}

/**
 * gate_cli_progress_new:
 * @cli: the command line
 * @job: a job
 *
 * Returns: (transfer full): its progress, shown until freed
 */
GateCliProgress *
gate_cli_progress_new (GateCli *cli,
                       GateJob *job)
{
  GateCliProgress *self = g_new0 (GateCliProgress, 1);

  self->cli = cli;
  self->job = g_object_ref (job);
  if (cli->stderr_is_terminal && !cli->json)
    self->source = g_timeout_add (TICK_MS, tick, self);
  return self;
}

/**
 * gate_cli_progress_free:
 * @self: (transfer full): a progress
 *
 * Wipes the line.
 */
void
gate_cli_progress_free (GateCliProgress *self)
{
  wipe (self);
  g_clear_handle_id (&self->source, g_source_remove);
  g_object_unref (self->job);
  g_free (self);
}
