/** The key of AWS's own documentation examples; it belongs to nobody. */
export const key = {
	accessKeyId: 'AKIDEXAMPLE',
	secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
};

export const temporaryKey = {
	accessKeyId: 'ASIDEXAMPLE',
	secretAccessKey: 'TempXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY12',
	sessionToken: 'FwoGZXIvYXdzEXAMPLE//////////+token==',
};
