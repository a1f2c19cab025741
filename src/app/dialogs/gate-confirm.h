// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The only place that knows which widget of libadwaita asks a short question. */
void       gate_confirm_async         (GtkWidget            *near,
                                       const char           *heading,
                                       const char           *body,
                                       const char           *accept_label,
                                       gboolean              destructive,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
/* The same about something that comes from outside: Return does nothing. */
void       gate_confirm_unasked_async (GtkWidget            *near,
                                       const char           *heading,
                                       const char           *body,
                                       const char           *accept_label,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
/* Of both. */
gboolean   gate_confirm_finish        (GAsyncResult         *result,
                                       GError              **error);
/* Says what went wrong and what to do; says nothing of what the person cancelled. */
GtkWindow *gate_confirm_tell_error    (GtkWidget            *near,
                                       const char           *heading,
                                       const GError         *error);

G_END_DECLS
