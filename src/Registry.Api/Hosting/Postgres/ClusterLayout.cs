namespace Registry.Api.Hosting.Postgres;

/// <summary>
/// Where the files of an embedded cluster are. <paramref name="Root"/> is <paramref name="DataDirectory"/> unless the
/// cluster's account cannot enter that.
/// </summary>
/// <param name="DataDirectory">The directory asked for; password and locks are always here.</param>
/// <param name="Root">The directory with the cluster and its log.</param>
internal sealed record ClusterLayout(string DataDirectory, string Root)
{
    public const string ClusterName = "pg";

    /// <summary>The cluster. It appears by a rename, complete with roles and database.</summary>
    public string Cluster => Path.Combine(Root, ClusterName);

    /// <summary>A cluster in the making. Whatever is left of one is thrown away by the next start.</summary>
    public string Unfinished => Path.Combine(Root, "pg.new");

    public string Log => Path.Combine(Root, "pg.log");

    public string Password => Path.Combine(DataDirectory, "pg.password");

    /// <summary>Names <see cref="Root"/> when it is elsewhere. Written last: where it is, there is a cluster.</summary>
    public string Location => Path.Combine(DataDirectory, "pg.location");

    /// <summary>Held alone by the process that is starting or stopping the cluster.</summary>
    public string StartLock => Path.Combine(DataDirectory, "pg.lock");

    /// <summary>Held together by all processes that use the cluster.</summary>
    public string UsersLock => Path.Combine(DataDirectory, "pg.users");

    public bool IsElsewhere => Root != DataDirectory;
}
