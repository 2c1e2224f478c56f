import { addPasskey, askPasskey, beginPasskey, signInByPasskey, type Me } from '../../api/client';

/** Whether this browser can make and use passkeys at all. */
export const passkeysWork = () => 'PublicKeyCredential' in window;

/** The device makes a passkey and the server keeps its public half. False when its owner thought better of it. */
export async function makePasskey(name: string): Promise<boolean> {
  const asked = await beginPasskey();
  const made = await unlessRefused(() =>
    navigator.credentials.create({
      publicKey: {
        challenge: bytes(asked.challenge),
        rp: { id: asked.host, name: 'Kachehri' },
        user: { id: bytes(asked.userHandle), name: asked.name, displayName: asked.name },
        pubKeyCredParams: asked.algorithms.map((alg) => ({ type: 'public-key', alg })),
        excludeCredentials: asked.present.map((id) => ({ type: 'public-key', id: bytes(id) })),
        authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
        timeout: asked.timeoutMillis,
      },
    }),
  );
  if (!made) return false;
  const { clientDataJSON, attestationObject } = (made as PublicKeyCredential).response as AuthenticatorAttestationResponse;
  await addPasskey({ name, clientData: text(clientDataJSON), attestation: text(attestationObject) });
  return true;
}

/** Undefined when nobody unlocked a passkey. */
export async function enterByPasskey(): Promise<Me | undefined> {
  const asked = await askPasskey();
  const signed = (await unlessRefused(() => navigator.credentials.get({ publicKey: { challenge: bytes(asked.challenge), rpId: asked.host, userVerification: 'required', timeout: asked.timeoutMillis } }))) as PublicKeyCredential | null;
  if (!signed) return undefined;
  const response = signed.response as AuthenticatorAssertionResponse;
  return signInByPasskey({
    id: text(signed.rawId),
    ...(response.userHandle ? { userHandle: text(response.userHandle) } : {}),
    clientData: text(response.clientDataJSON),
    authenticatorData: text(response.authenticatorData),
    signature: text(response.signature),
  });
}

/** A person who closes the browser's question, and a device that has no such key, look the same on purpose. */
async function unlessRefused(ask: () => Promise<Credential | null>): Promise<Credential | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

function bytes(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
}

function text(buffer: ArrayBuffer): string {
  return btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join('')).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
