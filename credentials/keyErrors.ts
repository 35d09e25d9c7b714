/** Error codes of STS for a key that it does not accept, each with what the user can do. */
export const messageByErrorCode = {
	InvalidClientTokenId:
		'AWS does not accept this key: check "Access Key ID". An ID that begins with ASIA belongs to a temporary key, which also needs "Session Token".',
	SignatureDoesNotMatch:
		'AWS does not accept this key: check that "Secret Access Key" belongs to "Access Key ID", and that the clock of the machine that n8n runs on is right.',
	ExpiredToken:
		'AWS does not accept this key, because its session token has expired: get a new temporary key, and enter its "Access Key ID", "Secret Access Key" and "Session Token".',
};
