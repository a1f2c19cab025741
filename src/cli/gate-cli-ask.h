// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-cli.h"

G_BEGIN_DECLS

/* One function a kind of question; each shows the question and asks for what it needs. All give an answer or G_IO_ERROR_CANCELLED. */
void        gate_cli_ask_choice_async   (GateCli              *cli,
                                         GateQuestion         *question,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
GateAnswer *gate_cli_ask_choice_finish  (GAsyncResult         *result,
                                         GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void        gate_cli_ask_form_async     (GateCli              *cli,
                                         GateQuestion         *question,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
GateAnswer *gate_cli_ask_form_finish    (GAsyncResult         *result,
                                         GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void        gate_cli_ask_browser_async  (GateCli              *cli,
                                         GateQuestion         *question,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
GateAnswer *gate_cli_ask_browser_finish (GAsyncResult         *result,
                                         GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void        gate_cli_ask_text_async     (GateCli              *cli,
                                         GateQuestion         *question,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
GateAnswer *gate_cli_ask_text_finish    (GAsyncResult         *result,
                                         GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* Title, who asks, body and details, on standard error. */
void        gate_cli_show_question      (GateCli              *cli,
                                         GateQuestion         *question);

G_END_DECLS
