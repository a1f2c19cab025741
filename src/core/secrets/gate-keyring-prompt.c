// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-keyring-prompt.h"

#include "gate-worker.h"

#define PROMPT_INTERFACE "org.freedesktop.Secret.Prompt"

/* A prompt that is open, and how it ended. */
typedef struct {
  GMainContext *context; /* (unowned) */
  gboolean      ended;
} Prompt;

static void
on_completed (GDBusConnection *bus,
              const char      *sender,
              const char      *path,
              const char      *interface,
              const char      *signal,
              GVariant        *parameters,
              gpointer         user_data)
{
  Prompt *prompt = user_data;
  prompt->ended = TRUE;
}

static void
on_vanished (GDBusConnection *bus,
             const char      *name,
             gpointer         user_data)
{
  Prompt *prompt = user_data;
  prompt->ended = TRUE;
}

static gboolean
on_cancelled (GCancellable *cancellable,
              gpointer      user_data)
{
  Prompt *prompt = user_data;
  prompt->ended = TRUE;
  return G_SOURCE_REMOVE;
}

static gboolean
open_prompt (GDBusConnection  *bus,
             const char       *service,
             const char       *path,
             GCancellable     *cancellable,
             GError          **error)
{
  g_autoptr(GVariant) reply = g_dbus_connection_call_sync (bus, service, path, PROMPT_INTERFACE, "Prompt",
                                                           g_variant_new ("(s)", ""), NULL, G_DBUS_CALL_FLAGS_NONE, -1, cancellable,
                                                           error);
  return reply != NULL;
}

static gboolean
wait_for_end (Prompt           *prompt,
              GDBusConnection  *bus,
              const char       *service,
              const char       *path,
              GCancellable     *cancellable,
              GError          **error)
{
  g_autoptr(GSource) source = g_cancellable_source_new (cancellable);

  g_source_set_callback (source, G_SOURCE_FUNC (on_cancelled), prompt, NULL);
  g_source_attach (source, prompt->context);
  gboolean opened = open_prompt (bus, service, path, cancellable, error);
  if (opened)
    gate_worker_wait (prompt->context, &prompt->ended);
  g_source_destroy (source);

  if (!g_cancellable_is_cancelled (cancellable))
    return opened;
  g_clear_error (error);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

/**
 * gate_keyring_prompt_perform: (skip)
 * @bus: the session bus
 * @service: the bus name of the Secret Service
 * @path: the prompt that it gave
 * @cancellable: (nullable): ends the wait; the prompt stays
 * @error: set to an error of D-Bus or to %G_IO_ERROR_CANCELLED
 *
 * Opens a prompt and waits until the person has answered it, in a worker. How the person answered is seen in what the prompt was
 * for. libsecret would do all that, but when it is cancelled it ends its task twice, and calls Dismiss, which ends GNOME Keyring 42
 * for good: so a prompt that nobody waits for any more is left to the person.
 *
 * Returns: %TRUE when the prompt ended
 */
gboolean
gate_keyring_prompt_perform (GDBusConnection  *bus,
                             const char       *service,
                             const char       *path,
                             GCancellable     *cancellable,
                             GError          **error)
{
  GMainContext *context = g_main_context_new ();
  Prompt prompt = { context, FALSE };

  /* The signal must find this thread listening before the prompt opens. */
  g_main_context_push_thread_default (context);
  guint subscription = g_dbus_connection_signal_subscribe (bus, service, PROMPT_INTERFACE, "Completed", path, NULL,
                                                           G_DBUS_SIGNAL_FLAGS_NONE, on_completed, &prompt, NULL);
  guint watch = g_bus_watch_name_on_connection (bus, service, G_BUS_NAME_WATCHER_FLAGS_NONE, NULL, on_vanished, &prompt, NULL);
  gboolean done = wait_for_end (&prompt, bus, service, path, cancellable, error);

  g_bus_unwatch_name (watch);
  g_dbus_connection_signal_unsubscribe (bus, subscription);
  g_main_context_pop_thread_default (context);
  /* What was on its way to us finds us here and not later. */
  gate_worker_free_context (context);
  return done;
}
