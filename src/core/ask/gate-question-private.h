// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-question.h"

G_BEGIN_DECLS

/* A detail: label, value, and the name by which faces know it. A choice: id and label. */
typedef struct {
  char *first;
  char *second;
  char *name;   /* (nullable) */
} GateQuestionPair;

struct _GateQuestion {
  GObject           parent;

  char             *id;
  GateQuestionKind  kind;
  char             *title;
  char             *body;
  char             *connector;
  char             *account;
  char             *client;
  char             *url;
  GateForm         *form; /* (owned) (nullable) */
  gint64            deadline;
  GArray           *details; /* (element-type GateQuestionPair) */
  GArray           *choices; /* (element-type GateQuestionPair) */
};

G_END_DECLS
