-- Takes away what is ours in the schema public; what extensions brought stays.
DO $empty$
DECLARE drops text;
BEGIN
    FOR drops IN
        WITH ours (rank, what, name, oid) AS (
            SELECT CASE WHEN relkind = 'S' THEN 4 ELSE 1 END,
                CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END,
                format('public.%I', relname), oid
            FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S')
            UNION ALL
            SELECT 2, 'ROUTINE', oid::regprocedure::text, oid FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prokind IN ('f', 'p')
            UNION ALL
            SELECT 3, 'TYPE', format('public.%I', typname), oid FROM pg_type WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'd'))
        SELECT format('DROP %s IF EXISTS %s CASCADE', what, name) FROM ours
        WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = ours.oid AND d.deptype = 'e') ORDER BY rank
    LOOP
        EXECUTE drops;
    END LOOP;
END $empty$;
