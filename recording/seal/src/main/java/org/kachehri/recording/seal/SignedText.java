package org.kachehri.recording.seal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What somebody has put their name under.
 *
 * @param signature Ed25519 (RFC 8032) over the text
 * @param certificates the signer's, then the one that issued it (PEM)
 */
public record SignedText(byte[] text, byte[] signature, String certificates) {
    public static SignedText by(SigningIdentity identity, byte[] text) {
        return new SignedText(text, identity.sign(text), identity.chain());
    }

    /**
     * Whether the signature holds and its signer, or the authority that issued the signer's certificate, is in one of the files.
     *
     * @param trust files of certificates (PEM)
     */
    public boolean isBy(List<Path> trust) throws IOException {
        try {
            return Verify.isTrusted(signer(), Verify.trusted(trust));
        } catch (GeneralSecurityException broken) {
            return false;
        }
    }

    /** @throws GeneralSecurityException with a sentence when the signature doesn't hold */
    X509Certificate signer() throws GeneralSecurityException {
        List<X509Certificate> chain = Pem.certificates(certificates.getBytes(StandardCharsets.US_ASCII));
        if (chain.isEmpty()) {
            throw new GeneralSecurityException("There is no certificate.");
        }
        Signature check = Signature.getInstance("Ed25519");
        check.initVerify(chain.getFirst().getPublicKey());
        check.update(text);
        if (!check.verify(signature)) {
            throw new GeneralSecurityException("The signature doesn't match.");
        }
        return chain.getFirst();
    }
}
