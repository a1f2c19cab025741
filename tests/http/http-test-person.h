// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-interaction.h"

G_BEGIN_DECLS

/* A person with a list of secrets to try; an empty list: declines. */
#define TEST_TYPE_PERSON (test_person_get_type ())
G_DECLARE_FINAL_TYPE (TestPerson, test_person, TEST, PERSON, GObject)

struct _TestPerson {
  GObject             parent_instance;

  const char         *user; /* what is answered for a user name */
  const char *const  *passwords;
  guint               n_asked;
  gboolean            silent; /* never answers */
  GTask              *open; /* the question that was not answered */
};

TestPerson *test_person_new (const char *user);

G_END_DECLS
