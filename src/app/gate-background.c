// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-background.h"

#include "gate-dirs.h"

#define PORTAL_NAME "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define PORTAL_INTERFACE "org.freedesktop.portal.Background"

/**
 * gate_background_request:
 * @application: the application, registered
 * @reason: why it goes on without a window, for the person
 *
 * Asks the desktop to let a sandbox go on without a window: one that does so unasked may be ended. Where nobody is asked, outside a
 * Flatpak or where there is no such portal, nothing happens; what is said to it decides the desktop, and needs no answer here.
 */
void
gate_background_request (GApplication *application,
                         const char   *reason)
{
  GDBusConnection *bus = g_application_get_dbus_connection (application);
  g_auto(GVariantBuilder) options = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);

  if (!bus || !gate_dirs_in_flatpak ())
    return;
  g_variant_builder_add (&options, "{sv}", "reason", g_variant_new_string (reason));
  g_variant_builder_add (&options, "{sv}", "autostart", g_variant_new_boolean (FALSE));
  g_dbus_connection_call (bus, PORTAL_NAME, PORTAL_PATH, PORTAL_INTERFACE, "RequestBackground",
                          g_variant_new ("(sa{sv})", "", &options), NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL, NULL);
}
