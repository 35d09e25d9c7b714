import fc from 'fast-check';

/**
 * A case that fails is reported as it was generated: to look for a smaller one costs a run of n8n's engine
 * for each of hundreds, and a quarter of an hour of silence. For the smaller one, give `fc.assert` the seed
 * and the path of the message, and `endOnFailure: false`.
 */
fc.configureGlobal({ endOnFailure: true });

export default fc;
