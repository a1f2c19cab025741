// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-cli.h"

G_BEGIN_DECLS

/* Reads one line of standard input without blocking the main loop; secret: nothing is shown while typing. NULL with
 * G_IO_ERROR_CLOSED at the end of input. */
void  gate_cli_prompt_async  (const char           *prompt,
                              gboolean              secret,
                              GCancellable         *cancellable,
                              GAsyncReadyCallback   callback,
                              gpointer              user_data);
char *gate_cli_prompt_finish (GAsyncResult         *result,
                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* Gives the terminal its echo back; for signal handlers and exits. */
void  gate_cli_prompt_reset  (void);

G_END_DECLS
