// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/* Keys that were made for these tests with OpenSSL, and what OpenSSL makes of them: facts from another implementation. */

static const char ec_key[] =
  "-----BEGIN PRIVATE KEY-----\n"
  "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgVTJkedcJunQCT/Ku\n"
  "VSAaCWqmbLVJ7Ddhi5kEu+m3+2+hRANCAAR0dkeMjHt+Nlenptx4C8LFzpIAEcnX\n"
  "DX66zwI49lqwTY9xcs3z3DrAE2nobIi/HEMFXyt7oRuhERs53q1OZbYw\n"
  "-----END PRIVATE KEY-----\n";

static const char rsa_key[] =
  "-----BEGIN PRIVATE KEY-----\n"
  "MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQDS9VUbDNtSGGRS\n"
  "rGc5MFcbX6JD4jjRjg/HqsWH0XYRdYN9w+NvKc6+biXm238kgVgodf9p1jcvQwTf\n"
  "KlT4gjz9ufhv2pP/z3uu52FF+gsI1Uq4PGAv4xl5a7VAMD+UWjJJqwEvS1EWFax7\n"
  "KhkMbisn0bzqrWdz9mA0SuuPJ+WNIrkYBUzeB9N0Euzr+TZWmSObXdCFv5Vlj09l\n"
  "6dXIkboQ5OPkiQPSPv0DgBNB5IurK+ci7fOLgAISColq3O85tbBb4k3gGUy1QxUQ\n"
  "c58jjV6KI4/taFIkMlHvzYSbIdx8WQScI5L8Onizrx+iejP7SHcfAFJcXDVeaqxw\n"
  "CWUV4D6VAgMBAAECggEAA09BA2Mgv7l36B93S8Y5NPSQ+E1WGdzc3NjjhMgho5Al\n"
  "53UJc5GC16mlDj72+td3+W6HJXMXEOFAHtDXCMJg+uljfzxnzQAazyQnJQYRYpVC\n"
  "DlY4Jhgt1UyoySCDUYGsFKF1ASJxMQ5W/eRWWe5n3pXjnQTqa2nRRDtsAFDJFlKO\n"
  "rHd2itLjxY1HPkh+rqOYyzDW95VDG/GYej+CCC0NUiwiF0zk/MmL0bh1AsHZoq4N\n"
  "Pas8nfzJKuRWn94IBk2NJtkPMNKOH/INqnN8FMLoeqT5oirb8nSAqLr8aCdsvbLi\n"
  "PaH0nFa7entTif1h1kk2buwOEeaTequFzZVBtD46cQKBgQDuufF9uSp/LKfgU/uG\n"
  "jW9QZNLrdoszbgDighby+Nv9jeD2IJXQzGtReukzycyoKJX2EI+WJxRV6pWbrAsY\n"
  "qeyUtht6ebauuu47/rC8pTpfoY1+L++2uomzs07BlnDmlSDjNhLkdW911H2X5fdM\n"
  "TM6IppBuCOkd24lzJ/oUuxOA2QKBgQDiOQb77oT049o7ONGVRt+vaW1Zup3Sf9Nf\n"
  "cSs/g1/gztfgIRMfWVqC7H0g0PmJ/el/GvbW7M57TvYQ18M3YDXNUyS5yKHfdhM2\n"
  "UFgPtNBCXvMJx07U7vZQqQ8Ol61LG+PyS2qMApQdFi9ongezGnuUDf+Ej2CnvOSs\n"
  "vlrvNVgWHQKBgQDXczNynwmuixPbjpADqGPc75G39l29BbuAsZ2anWSV2lU8bL4p\n"
  "GkSE3ePX3Hl7Dl4BHIMqJYzh2Xw6abP+B2W/9Papu21XFtfph3vkVU5wfnIff43d\n"
  "oU6jwuECMA8m21I6HVRBoYb9lc/fpilhUDRZ+dGBrUMOslLDfkHiMdBxSQKBgQDW\n"
  "Fgvi/X3712neY84LzC/B7C7dHLtgyzF5ADtiduyUbotjg0l6gHAkuLNODBYrngyM\n"
  "CjORgDeEAFzj4ZzQWg9wiX+XBiUSucZCv1QnQQFZ3kt4dJLI9oBKI0OplqccDn/w\n"
  "+6gQahxLToR9KBi3SZerrHektp9M/nkWdWrPOBdtjQKBgC87PxRNNjH/GJuHeZC1\n"
  "cKGbEsyd34nkhVjrcZHcw4+3/Ot2NM9KZ/HMx0bDWj7cvh3w/uXExJEY3Ou3FfNy\n"
  "si7Rr7+JLWopTcxOFI6YkJW51GLfG4bNw8lzUyyqTLcPQPlwfEgSEem0yXiH/pgQ\n"
  "fabCI3W4Mfz2GLnQSz62Cepk\n"
  "-----END PRIVATE KEY-----\n";

static const char p384_key[] =
  "-----BEGIN PRIVATE KEY-----\n"
  "MIG2AgEAMBAGByqGSM49AgEGBSuBBAAiBIGeMIGbAgEBBDBtDpasllkKGKh02P+Z\n"
  "6ZECNZhv+t3y1F1zucDWfyRYg1bModghVr5f9IiiF5g9ltuhZANiAAQ5J3KMOK9f\n"
  "FS8TdnwvxHNcKALeV6Y8iX4DLmggn6a9NDndyBkhNWyc2B7XOk3GD49xRqKn2zBQ\n"
  "iLyZ8G2DKzbt3Rj9vPSZfyb+eE/m//F127kjyjtOYCjjbrQsHLuroGU=\n"
  "-----END PRIVATE KEY-----\n";

static const char weak_rsa_key[] =
  "-----BEGIN PRIVATE KEY-----\n"
  "MIICdgIBADANBgkqhkiG9w0BAQEFAASCAmAwggJcAgEAAoGBAOPJgHAD23nrXmjH\n"
  "Tc4S6MlvDfkUePvdbUns8fBBe3/wiotDyFWVai2jMPoWOT2QxTIunyMoU+LpXWZQ\n"
  "1FDedGnFbpOxX4Uxpybd80VBswA1vrcHfGzAQEEzH4Y6RdZ2/5Koo5pPfoPtInLz\n"
  "vqY+KJknVF5ZXoCwE2ltGGMHKLJ7AgMBAAECgYACIzbwVijuGPZW11/0ihrjIQap\n"
  "iraj7m0DH5UZoxOsnK5AJk+v9en8KabhAephmIUxNlzJ8Kvw2i3FMwb7B0tiWi6j\n"
  "Y3P+NvkhHmeJH1WaLLlKnA4wyHwQFNmIRULkwtVKA7rPbikySaC00x/DswywLEEi\n"
  "/StzRBa+UDI0EgeLOQJBAPQHdXtGjiHa6D9TmEgyH8O6gJhu68jfLH5bl8LrI/IO\n"
  "qkKVBXBLj6YJLM1Dy95XGuWaoPq8JDB8qn4EJC1Yyi0CQQDu9hLvLKrmceC9J5LN\n"
  "6SVoqilipewUlOC1wjdlzZNp3P2evcKsJ4dKbmtEnyQhN8z0LBwmQZuLqA+2qzys\n"
  "LyBHAkACsxZsn7Iw07AgCzezDMLnMmf7x7ZaCYX/e9no8Rr7sYfWprlhraRQLOfO\n"
  "+YIG2qXUhmpje7NWyfpE3Jzd146dAkEAq2PJDsyNwvz4gRLKI2/OSfSJ/FwfKF/j\n"
  "j9m93AGHco1zRpC5+LndOlBaFXzC8CRSluqwQewagR9ILe9BdAnU7wJATqlRY0f5\n"
  "TFq45X7oBAmguUB2G9K5Qc6rryoXBYgTqVx4msYFVFZlR8NmfOSG0uYilj1i6XKX\n"
  "2wnFvxWi1MC/8Q==\n"
  "-----END PRIVATE KEY-----\n";

static const char ed25519_key[] =
  "-----BEGIN PRIVATE KEY-----\n"
  "MC4CAQAwBQYDK2VwBCIEIKrakraK2qftynShYOnCwqwi/eduLtEwfMuT1SVm0IVf\n"
  "-----END PRIVATE KEY-----\n";

static const char ec_key_sec1[] =
  "-----BEGIN EC PRIVATE KEY-----\n"
  "MHcCAQEEIFUyZHnXCbp0Ak/yrlUgGglqpmy1Sew3YYuZBLvpt/tvoAoGCCqGSM49\n"
  "AwEHoUQDQgAEdHZHjIx7fjZXp6bceAvCxc6SABHJ1w1+us8COPZasE2PcXLN89w6\n"
  "wBNp6GyIvxxDBV8re6EboREbOd6tTmW2MA==\n"
  "-----END EC PRIVATE KEY-----\n";

static const char ec_x[] = "dHZHjIx7fjZXp6bceAvCxc6SABHJ1w1-us8COPZasE0";
static const char ec_y[] = "j3FyzfPcOsATaehsiL8cQwVfK3uhG6ERGznerU5ltjA";
static const char ec_thumbprint[] = "_4OfIyBnE_-uJpe9PygNTTAFYQX9kFseoY57vmAFfoo";

static const char rsa_modulus[] =
  "0vVVGwzbUhhkUqxnOTBXG1-iQ-I40Y4Px6rFh9F2EXWDfcPjbynOvm4l5tt_JIFYKHX_adY3L0ME3ypU-II8_bn4b9qT_897"
  "rudhRfoLCNVKuDxgL-MZeWu1QDA_lFoySasBL0tRFhWseyoZDG4rJ9G86q1nc_ZgNErrjyfljSK5GAVM3gfTdBLs6_k2Vpkj"
  "m13Qhb-VZY9PZenVyJG6EOTj5IkD0j79A4ATQeSLqyvnIu3zi4ACEgqJatzvObWwW-JN4BlMtUMVEHOfI41eiiOP7WhSJDJR"
  "782EmyHcfFkEnCOS_Dp4s68fonoz-0h3HwBSXFw1XmqscAllFeA-lQ";
static const char rsa_thumbprint[] = "LvDiRCd1Ob3lRkLIwB1SWMLe3wYwLG-73l3fBgNbXbo";

/* RS256 over "the quick brown fox". */
static const char rsa_signature[] =
  "Wz43H4hbz_riEFX87ZdQ6LTeqxNyTfzHsbhulM21FlGP0dHfdxYlnP4NtWRLjSmQSYrbiwArKtzhLV5zeVr7mLljGhey_b8U"
  "uaddZCXl2g7RskE93SmcPe4qE1jAkfDGg7C_ppWm7uLwi5Wov665YBCpZo4owlI4204jZuLabPlbkf5hZEPY4akCh7zBKFHV"
  "Am43AEPDAusovLVqLXILs_RngKMmDtXixx7DWNqccHFGy0xa9PiePBAcRpQnxK-8yF1i720qDLmOTIxt6nY8ObVw7ARRxm8B"
  "swMe7PDCseusIFRSvNx9Dl1MxnLcsaKEe6ojG-UMug_6PlopFlptzQ";
