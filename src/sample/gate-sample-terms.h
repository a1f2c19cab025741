// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

#define GATE_SAMPLE_TERMS_PATH "/terms/"

#define GATE_TYPE_SAMPLE_TERMS (gate_sample_terms_get_type ())

/**
 * GateSampleTerms:
 *
 * The page with the terms: one address for each client that is asked to agree, and for each time.
 *
 * Signals: `agreed` (id) when the person pressed the button.
 */
G_DECLARE_FINAL_TYPE (GateSampleTerms, gate_sample_terms, GATE, SAMPLE_TERMS, GObject)

GateSampleTerms *gate_sample_terms_new        (void) G_GNUC_WARN_UNUSED_RESULT;
void             gate_sample_terms_set_origin (GateSampleTerms    *self,
                                               const char         *origin);
char            *gate_sample_terms_begin      (GateSampleTerms    *self,
                                               const char         *principal) G_GNUC_WARN_UNUSED_RESULT;
void             gate_sample_terms_end        (GateSampleTerms    *self,
                                               const char         *principal);
char            *gate_sample_terms_dup_uri    (GateSampleTerms    *self,
                                               const char         *id) G_GNUC_WARN_UNUSED_RESULT;
gboolean         gate_sample_terms_is_agreed  (GateSampleTerms    *self,
                                               const char         *id);
void             gate_sample_terms_handle     (GateSampleTerms    *self,
                                               SoupServerMessage  *message,
                                               const char         *path);

G_END_DECLS
