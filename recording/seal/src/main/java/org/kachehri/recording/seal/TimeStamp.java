package org.kachehri.recording.seal;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;

/**
 * What a time stamp testifies (RFC 3161): that something existed at a time.
 *
 * @param at the authority's time
 * @param authority its certificate; whether it is trusted is the caller's to decide
 */
record TimeStamp(Instant at, X509Certificate authority) {
    /**
     * Reads a token and checks that it is about this digest and that its signature holds.
     *
     * @throws GeneralSecurityException with a sentence when it isn't so
     */
    static TimeStamp read(byte[] token, byte[] sha256) throws GeneralSecurityException {
        try {
            TimeStampToken stamp = new TimeStampToken(new CMSSignedData(token));
            // The library's selector doesn't say what it selects.
            @SuppressWarnings("unchecked")
            Collection<X509CertificateHolder> signers = stamp.getCertificates().getMatches(stamp.getSID());
            if (signers.isEmpty()) {
                throw new GeneralSecurityException("The time stamp doesn't hold its authority's certificate.");
            }
            X509CertificateHolder signer = signers.iterator().next();
            // Checks the signature, that the certificate is for time stamping alone, and that it was valid then.
            stamp.validate(new JcaSimpleSignerInfoVerifierBuilder().build(signer));
            boolean about = stamp.getTimeStampInfo().getMessageImprintAlgOID().equals(NISTObjectIdentifiers.id_sha256)
                    && Arrays.equals(stamp.getTimeStampInfo().getMessageImprintDigest(), sha256);
            if (!about) {
                throw new GeneralSecurityException("The time stamp is of something else.");
            }
            return new TimeStamp(
                    stamp.getTimeStampInfo().getGenTime().toInstant(),
                    new JcaX509CertificateConverter().getCertificate(signer));
        } catch (TSPException | CMSException | OperatorCreationException | IOException | RuntimeException e) {
            // The parser falls over malformed bytes in many ways; none of them is ours to tell apart.
            throw new GeneralSecurityException("The time stamp can't be read, or its signature doesn't hold.", e);
        }
    }

    /** When its certificate ends: another stamp must be put upon it before. */
    Instant ends() {
        return authority.getNotAfter().toInstant();
    }
}
