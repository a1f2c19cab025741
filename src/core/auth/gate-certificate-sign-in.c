// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-certificate-sign-in.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-task.h"

struct _GateCertificateSignIn {
  GateSignInMethod   parent_instance;

  GateSignInContext *context; /* (unowned): the parent's */
  GTlsCertificate   *certificate; /* (nullable) */
};

typedef struct {
  SoupMessage *message; /* (nullable): what to prepare */
  gboolean     status;
} CertificateData;

G_DEFINE_FINAL_TYPE (GateCertificateSignIn, gate_certificate_sign_in, GATE_TYPE_SIGN_IN_METHOD)
GATE_DEFINE_DATA (CertificateData, certificate_data)

#define REMEDY _("Give the certificate and its private key as PEM files without a pass phrase, or as pkcs11: addresses.")

static void
certificate_data_clear (CertificateData *self)
{
  g_clear_object (&self->message);
}

static gint64
expiry_of (GTlsCertificate *certificate)
{
  g_autoptr(GDateTime) end = g_tls_certificate_get_not_valid_after (certificate);
  return end ? g_date_time_to_unix (end) : 0;
}

static gboolean
has_expired (GTlsCertificate *certificate)
{
  gint64 expiry = expiry_of (certificate);
  return expiry > 0 && expiry <= g_get_real_time () / G_USEC_PER_SEC;
}

static void
return_status (GateCertificateSignIn *self,
               GTask                 *task)
{
  GateSignInStatus *status = gate_sign_in_status_new ();

  status->state = has_expired (self->certificate) ? GATE_SIGN_IN_STATE_EXPIRED : GATE_SIGN_IN_STATE_SIGNED_IN;
  status->expires = expiry_of (self->certificate);
  g_task_return_pointer (task, status, (GDestroyNotify) gate_sign_in_status_free);
}

/* The certificate is there: do with it what the task is for. */
static void
use (GTask *task)
{
  GateCertificateSignIn *self = g_task_get_source_object (task);
  CertificateData *data = certificate_data_of (task);
  g_autofree char *title = gate_sign_in_context_dup_title (self->context);
  g_autoptr(GError) error = NULL;

  if (data->status)
    {
      return_status (self, task);
      return;
    }
  if (has_expired (self->certificate))
    error = gate_error_new (GATE_ERROR_CREDENTIAL_EXPIRED, GATE_LAYER_SIGNED_IN, _("Get a new certificate and give it to the connector."),
                            _("The client certificate for %s has expired"), title);
  else if (data->message && gate_sign_in_context_is_home (self->context, data->message, &error))
    gate_http_set_certificate (data->message, self->certificate);
  if (error)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
take (GTask           *task,
      GTlsCertificate *certificate,
      GError          *error)
{
  GateCertificateSignIn *self = g_task_get_source_object (task);
  g_autoptr(GError) owned = error;

  if (certificate)
    {
      g_clear_object (&self->certificate);
      self->certificate = certificate;
      use (task);
      return;
    }
  if (owned->domain == GATE_ERROR)
    g_task_return_error (task, g_steal_pointer (&owned));
  else
    g_task_return_error (task, gate_error_new (GATE_ERROR_INVALID, GATE_LAYER_SIGNED_IN, REMEDY,
                                               _("The client certificate cannot be used: %s"), owned->message));
}

static GTlsCertificate *
from_texts (GateSecret  *certificate,
            GateSecret  *key,
            GError     **error)
{
  char *both = g_strconcat (gate_secret_peek (certificate), "\n", key ? gate_secret_peek (key) : "", "\n", NULL);
  GTlsCertificate *loaded = g_tls_certificate_new_from_pem (both, -1, error);

  gate_secret_wipe (both);
  g_free (both);
  return loaded;
}

static gboolean
has_private_key (GTlsCertificate *certificate)
{
  g_autoptr(GByteArray) key = NULL;
  g_autofree char *uri = NULL;

  g_object_get (certificate, "private-key", &key, "private-key-pkcs11-uri", &uri, NULL);
  return key || uri;
}

static void
got_key (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateCertificateSignIn *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr(GError) keyring_error = NULL;
  g_autoptr(GateSecret) key = gate_vault_look_finish (GATE_VAULT (source), result, &keyring_error);
  g_autoptr(GateSecret) text = gate_sign_in_context_read_file (self->context, self->context->settings->certificate,
                                                               _("Client certificate"), &error);
  GTlsCertificate *certificate = text ? from_texts (text, key, &error) : NULL;

  /* A keyring that does not answer is no hindrance where the file has the key. */
  if (certificate && !has_private_key (certificate))
    {
      g_clear_object (&certificate);
      error = keyring_error ? g_steal_pointer (&keyring_error)
                            : gate_error_new (GATE_ERROR_INVALID, GATE_LAYER_SIGNED_IN, REMEDY, _("The client certificate has no private key"));
    }
  take (task, certificate, error);
}

static char *
expand (GateCertificateSignIn  *self,
        const char             *path,
        GError                **error)
{
  return path ? gate_connector_expand (path, NULL, NULL, error) : NULL;
}

/* A key in a file of its own, a key in the certificate's file, or one in the keyring. All of it is tiny. */
static void
load (GTask *task)
{
  GateCertificateSignIn *self = g_task_get_source_object (task);
  GateSignInSettings *settings = self->context->settings;
  GateSecretKey name = gate_sign_in_context_setting_key (self->context, "certificate-key");
  GError *error = NULL;
  g_autofree char *certificate = expand (self, settings->certificate, &error);
  g_autofree char *key = error ? NULL : expand (self, settings->private_key, &error);

  if (error)
    take (task, NULL, error);
  else if (g_str_has_prefix (certificate, "pkcs11:"))
    {
      GTlsCertificate *loaded = g_tls_certificate_new_from_pkcs11_uris (certificate, key, &error);
      take (task, loaded, error);
    }
  else if (key)
    {
      GTlsCertificate *loaded = g_tls_certificate_new_from_files (certificate, key, &error);
      take (task, loaded, error);
    }
  else
    gate_vault_look_async (self->context->vault, &name, GATE_VAULT_EXACT, g_task_get_cancellable (task), got_key, g_object_ref (task));
}

/* task: (transfer full). */
static void
start (GateCertificateSignIn *self,
       SoupMessage           *message,
       gboolean               status,
       GTask                 *task)
{
  CertificateData *data = certificate_data_new ();

  certificate_data_attach (task, data);
  data->message = message ? g_object_ref (message) : NULL;
  data->status = status;
  /* The file may have a new one by now. */
  if (self->certificate && has_expired (self->certificate))
    g_clear_object (&self->certificate);
  if (self->certificate)
    use (task);
  else
    load (task);
  g_object_unref (task);
}

static void
gate_certificate_sign_in_prepare (GateSignInMethod *method,
                                  SoupMessage      *message,
                                  GBytes           *body,
                                  GTask            *task)
{
  start (GATE_CERTIFICATE_SIGN_IN (method), message, FALSE, task);
}

static void
gate_certificate_sign_in_begin (GateSignInMethod *method,
                                GTask            *task)
{
  start (GATE_CERTIFICATE_SIGN_IN (method), NULL, FALSE, task);
}

static void
gate_certificate_sign_in_get_status (GateSignInMethod *method,
                                     GTask            *task)
{
  start (GATE_CERTIFICATE_SIGN_IN (method), NULL, TRUE, task);
}

static void
gate_certificate_sign_in_constructed (GObject *object)
{
  GateCertificateSignIn *self = GATE_CERTIFICATE_SIGN_IN (object);

  G_OBJECT_CLASS (gate_certificate_sign_in_parent_class)->constructed (object);
  self->context = gate_sign_in_method_get_context (GATE_SIGN_IN_METHOD (self));
}

static void
gate_certificate_sign_in_dispose (GObject *object)
{
  g_clear_object (&GATE_CERTIFICATE_SIGN_IN (object)->certificate);
  G_OBJECT_CLASS (gate_certificate_sign_in_parent_class)->dispose (object);
}

static void
gate_certificate_sign_in_class_init (GateCertificateSignInClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GateSignInMethodClass *method_class = GATE_SIGN_IN_METHOD_CLASS (klass);

  object_class->constructed = gate_certificate_sign_in_constructed;
  object_class->dispose = gate_certificate_sign_in_dispose;
  method_class->prepare = gate_certificate_sign_in_prepare;
  method_class->begin = gate_certificate_sign_in_begin;
  method_class->get_status = gate_certificate_sign_in_get_status;
}

static void
gate_certificate_sign_in_init (GateCertificateSignIn *self)
{
}

/**
 * gate_certificate_sign_in_new:
 * @context: the sign-in
 *
 * Returns: (transfer full): sign-in by a client certificate
 */
GateSignInMethod *
gate_certificate_sign_in_new (GateSignInContext *context)
{
  return g_object_new (GATE_TYPE_CERTIFICATE_SIGN_IN, "context", context, NULL);
}
