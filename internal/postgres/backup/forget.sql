-- Who was signed in signs in again; links that were sent are of no use any more;
-- mails that waited were perhaps sent since; jobs are asked for anew.
DELETE FROM public.sessions;
DELETE FROM public.sign_ins;
UPDATE public.mails SET sign_in = NULL;
DELETE FROM public.mails WHERE ended_at IS NULL;
DELETE FROM public.river_job;
DELETE FROM public.river_leader;
-- What servers and readers keep of later states must not pass for this one: the
-- number goes past all that it could have reached.
DELETE FROM public.changed_rows;
UPDATE public.data_revision SET revision = greatest(revision + 100000, extract(epoch FROM now())::bigint), changed_at = now();
