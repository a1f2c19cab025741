// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-keyring-choice.h"

#include "gate-dirs.h"
#include "gate-keyring-file.h"
#include "gate-keyring-service.h"
#include "gate-keyring-session.h"

/**
 * gate_keyring_choose:
 * @cancellable: (nullable): ends the look at the session
 *
 * The Secret Service, also inside a sandbox that may talk to it; the encrypted file where libsecret is told so or where a sandbox has
 * nothing else. To be chosen once: what failed to reach one place is never written to another.
 *
 * Returns: (transfer full): where this process keeps its secrets
 */
GateKeyring *
gate_keyring_choose (GCancellable *cancellable)
{
  if (g_strcmp0 (g_getenv ("SECRET_BACKEND"), "file") == 0)
    return gate_keyring_file_new ();
  if (gate_dirs_in_flatpak () && !gate_keyring_session_is_possible (cancellable))
    return gate_keyring_file_new ();
  return gate_keyring_service_new ();
}
