// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sign-in-method.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-property.h"

typedef struct {
  GateSignInContext *context;
} GateSignInMethodPrivate;

enum {
  PROP_0,
  PROP_CONTEXT,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (GateSignInMethod, gate_sign_in_method, G_TYPE_OBJECT)

static void
real_prepare (GateSignInMethod *self,
              SoupMessage      *message,
              GBytes           *body,
              GTask            *task)
{
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

/* Refused although everything that this method has was shown. */
static void
real_challenge (GateSignInMethod *self,
                SoupMessage      *message,
                const char       *operation,
                GTask            *task)
{
  GateSignInContext *context = gate_sign_in_method_get_context (self);
  guint status = soup_message_get_status (message);

  if (status == SOUP_STATUS_FORBIDDEN)
    g_task_return_error (task, gate_error_new (GATE_ERROR_SERVICE, GATE_LAYER_SERVICE,
                                               _("Ask who manages your account at the service for access."),
                                               _("%s does not allow this"), gate_sign_in_context_get_host (context)));
  else
    g_task_return_error (task, gate_error_new (GATE_ERROR_CREDENTIAL_EXPIRED, GATE_LAYER_SIGNED_IN,
                                               _("Check the credentials of the connector, and give new ones."),
                                               _("%s does not accept the credentials of this connector"),
                                               gate_sign_in_context_get_host (context)));
  g_object_unref (task);
}

static void
real_begin (GateSignInMethod *self,
            GTask            *task)
{
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
real_get_status (GateSignInMethod *self,
                 GTask            *task)
{
  g_task_return_pointer (task, gate_sign_in_status_new (), (GDestroyNotify) gate_sign_in_status_free);
  g_object_unref (task);
}

static void
real_disconnect (GateSignInMethod *self,
                 GTask            *task)
{
  g_task_return_boolean (task, FALSE);
  g_object_unref (task);
}

static void
gate_sign_in_method_set_property (GObject      *object,
                                  guint         id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  GateSignInMethodPrivate *priv = gate_sign_in_method_get_instance_private (GATE_SIGN_IN_METHOD (object));

  switch (id)
    {
    case PROP_CONTEXT:
      priv->context = g_value_dup_object (value);
      break;
    GATE_INVALID_PROPERTY (object, id, pspec);
    }
}

static void
gate_sign_in_method_dispose (GObject *object)
{
  GateSignInMethodPrivate *priv = gate_sign_in_method_get_instance_private (GATE_SIGN_IN_METHOD (object));

  g_clear_object (&priv->context);
  G_OBJECT_CLASS (gate_sign_in_method_parent_class)->dispose (object);
}

static void
gate_sign_in_method_class_init (GateSignInMethodClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = gate_sign_in_method_set_property;
  object_class->dispose = gate_sign_in_method_dispose;
  klass->prepare = real_prepare;
  klass->challenge = real_challenge;
  klass->begin = real_begin;
  klass->get_status = real_get_status;
  klass->disconnect = real_disconnect;

  props[PROP_CONTEXT] = g_param_spec_object ("context", NULL, NULL, GATE_TYPE_SIGN_IN_CONTEXT,
                                             G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
gate_sign_in_method_init (GateSignInMethod *self)
{
}

/**
 * gate_sign_in_method_get_context:
 * @self: a method
 *
 * Returns: (transfer none): what the parts of the sign-in share
 */
GateSignInContext *
gate_sign_in_method_get_context (GateSignInMethod *self)
{
  GateSignInMethodPrivate *priv = gate_sign_in_method_get_instance_private (self);
  return priv->context;
}

/**
 * gate_sign_in_method_prepare:
 * @self: a method
 * @message: a request to the connector's server
 * @body: (nullable): what will be sent
 * @task: (transfer full): ends with %TRUE, or with an error
 *
 * Puts credentials on a request.
 */
void
gate_sign_in_method_prepare (GateSignInMethod *self,
                             SoupMessage      *message,
                             GBytes           *body,
                             GTask            *task)
{
  GATE_SIGN_IN_METHOD_GET_CLASS (self)->prepare (self, message, body, task);
}

/**
 * gate_sign_in_method_challenge:
 * @self: a method
 * @message: a request that was answered with 401 or 403
 * @operation: what it was for
 * @task: (transfer full): ends with %TRUE to send it again, or with an error
 *
 * Answers a challenge.
 */
void
gate_sign_in_method_challenge (GateSignInMethod *self,
                               SoupMessage      *message,
                               const char       *operation,
                               GTask            *task)
{
  GATE_SIGN_IN_METHOD_GET_CLASS (self)->challenge (self, message, operation, task);
}

/**
 * gate_sign_in_method_begin:
 * @self: a method
 * @task: (transfer full): ends with %TRUE, or with an error
 *
 * Asks for what is needed before the server is.
 */
void
gate_sign_in_method_begin (GateSignInMethod *self,
                           GTask            *task)
{
  GATE_SIGN_IN_METHOD_GET_CLASS (self)->begin (self, task);
}

/**
 * gate_sign_in_method_get_status:
 * @self: a method
 * @task: (transfer full): ends with a #GateSignInStatus, or with an error
 *
 * Tells what can be told without asking the server.
 */
void
gate_sign_in_method_get_status (GateSignInMethod *self,
                                GTask            *task)
{
  GATE_SIGN_IN_METHOD_GET_CLASS (self)->get_status (self, task);
}

/**
 * gate_sign_in_method_disconnect:
 * @self: a method
 * @task: (transfer full): ends with whether the server revoked it too, or with an error
 *
 * Forgets everything.
 */
void
gate_sign_in_method_disconnect (GateSignInMethod *self,
                                GTask            *task)
{
  GATE_SIGN_IN_METHOD_GET_CLASS (self)->disconnect (self, task);
}

/**
 * gate_sign_in_method_dup_context:
 * @self: a method
 *
 * Returns: (transfer full) (nullable): what tells this authorization context from others; no secret
 */
char *
gate_sign_in_method_dup_context (GateSignInMethod *self)
{
  GateSignInMethodClass *klass = GATE_SIGN_IN_METHOD_GET_CLASS (self);
  return klass->dup_context ? klass->dup_context (self) : NULL;
}
