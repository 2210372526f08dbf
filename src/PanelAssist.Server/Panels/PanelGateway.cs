using PanelAssist.Engine.Orders;
using PanelAssist.Server.Panels.Calls;
using PanelAssist.Server.Panels.CustomerApi;
using PanelAssist.Server.Panels.LookUps;
using PanelAssist.Server.Panels.PerfectPanel;
using PanelAssist.Server.Tenancy;

namespace PanelAssist.Server.Panels;

/// <summary>What <see cref="PanelGatewayGrain"/> does, without the grain. Safe to call from many threads.</summary>
internal sealed class PanelGateway : IDisposable
{
    private const string NoAdminApi = "This panel is connected without its admin API.";

    // A write that could hear its outcome for less than this would more likely end unknown than done.
    private static readonly TimeSpan TimeForWrite = TimeSpan.FromSeconds(2);

    private readonly Func<CancellationToken, Task<PanelConnection?>> _read;
    private readonly PanelOptions _options;
    private readonly TimeProvider _time;
    private readonly CustomerApiClient _customerApi;
    private readonly AdminV2Client _adminApi;
    private readonly PanelDispatcher _dispatcher;
    private readonly OrderLookUps _lookUps;
    private readonly ServiceCatalogs _catalogs = new();
    private readonly Func<PanelKeys> _newKeys;
    private readonly Lock _settings = new();
    private PanelKeys _keys;
    private Task<PanelAccess?>? _access;

    /// <param name="read">Reads the panel's row; asked again after <see cref="ForgetSettings"/>.</param>
    public PanelGateway(
        PanelGatewayKey key,
        Func<CancellationToken, Task<PanelConnection?>> read,
        ISecretProtector protector,
        HttpClient http,
        PanelOptions options,
        TimeProvider time,
        PanelMetrics metrics,
        ILogger logger)
    {
        _read = read;
        _options = options;
        _time = time;
        var calls = new PanelHttp(http, time);
        _customerApi = new CustomerApiClient(calls);
        _adminApi = new AdminV2Client(calls);
        _dispatcher = new PanelDispatcher(key.Panel.ToString("N"), options, time, metrics, logger);
        _lookUps = new OrderLookUps(_dispatcher, options, metrics);
        _newKeys = () => new PanelKeys(protector, key.Tenant);
        _keys = _newKeys();
    }

    public async Task<OrderAnswer[]> LookUpOrdersAsync(string[] orderIds, ProtectedKey? customerKey, bool fresh)
    {
        var (access, key, refusal) = await CallerAsync(customerKey);
        if (refusal is not null)
        {
            // "Refused" would say that the orders are not there, which nobody knows.
            return Array.ConvertAll(orderIds, id => new OrderAnswer(id, null, PanelFault.Unavailable));
        }

        return await _lookUps.AskAsync(LaneOf(access!, key!), orderIds, fresh);
    }

    public Task<WriteAnswer[]> StartRefillsAsync(string[] orderIds, ProtectedKey customerKey) =>
        WriteAsync(orderIds, customerKey, (access, key, ids, cancellationToken) =>
            _customerApi.StartRefillsAsync(access.BaseUrl, key, ids, cancellationToken));

    public Task<WriteAnswer[]> RequestCancelsAsync(string[] orderIds, ProtectedKey? customerKey) =>
        WriteAsync(orderIds, customerKey, (access, key, ids, cancellationToken) => customerKey is null
            ? _adminApi.RequestCancelAsync(access.BaseUrl, key, access.BulkIdsField, ids, cancellationToken)
            : _customerApi.CancelAsync(access.BaseUrl, key, ids, cancellationToken));

    public async Task<WriteAnswer[]> ReadRefillStatesAsync(string[] refillIds, ProtectedKey customerKey)
    {
        var (access, key, refusal) = await CallerAsync(customerKey);
        return await InListsAsync(refillIds, refusal, ids => AskAsync(key!, isWrite: false, ids.Length, cancellationToken =>
            _customerApi.ReadRefillStatesAsync(access!.BaseUrl, key!.Secret, ids, cancellationToken)));
    }

    /// <remarks>This is how a key is checked, so it asks even when the key was refused a moment ago.</remarks>
    public async Task<PanelAnswer<Money>> ReadBalanceAsync(ProtectedKey customerKey)
    {
        var (access, key, refusal) = await CallerAsync(customerKey, evenIfRefused: true);
        if (refusal is not null)
        {
            return PanelAnswer<Money>.Failed(PanelFault.Refused, refusal);
        }

        var result = await AskAsync(key!, isWrite: false, 1, cancellationToken =>
            _customerApi.ReadBalanceAsync(access!.BaseUrl, key!.Secret, cancellationToken), evenIfRefused: true);
        if (result.Fault is { } fault)
        {
            return PanelAnswer<Money>.Failed(fault, result.Detail);
        }

        key!.Accept();
        return PanelAnswer<Money>.Of(result.Value!.Balance);
    }

    public async Task<PanelAnswer<PanelUser>> FindUserAsync(string username)
    {
        var (access, key, refusal) = await CallerAsync(customerKey: null);
        if (refusal is not null || string.IsNullOrWhiteSpace(username) || username.Length > 100)
        {
            return PanelAnswer<PanelUser>.Failed(PanelFault.Refused, refusal ?? "There is no such user.");
        }

        var result = await AskAsync(key!, isWrite: false, 1, cancellationToken =>
            _adminApi.FindUsersAsync(access!.BaseUrl, key!.Secret, username, cancellationToken));
        if (result.Fault is { } fault)
        {
            return PanelAnswer<PanelUser>.Failed(fault, result.Detail);
        }

        // The panel's filter may match parts, or may not be honoured at all.
        return Array.Find(result.Value!, user => user.Username == username) is { } user
            ? PanelAnswer<PanelUser>.Of(user)
            : Array.FindAll(result.Value!, user => user.Username.Equals(username, StringComparison.OrdinalIgnoreCase)) is [var only]
                ? PanelAnswer<PanelUser>.Of(only)
                : PanelAnswer<PanelUser>.Failed(PanelFault.Refused, "There is no such user.");
    }

    public async Task<PanelAnswer<ServicePage>> FindServicesAsync(string words, int limit, ProtectedKey? customerKey)
    {
        var (access, key, refusal) = await CallerAsync(customerKey, ownersKey: static access => access.ApiKey);
        if (refusal is not null)
        {
            return PanelAnswer<ServicePage>.Failed(PanelFault.Refused, refusal);
        }

        var result = await _catalogs.GetAsync(key!, _dispatcher.Now, () => AskAsync(key!, isWrite: false, 1, cancellationToken =>
            _customerApi.ReadServicesAsync(access!.BaseUrl, key!.Secret, cancellationToken)));
        return result.Fault is { } fault
            ? PanelAnswer<ServicePage>.Failed(fault, result.Detail)
            : PanelAnswer<ServicePage>.Of(result.Value!.Find(words, limit));
    }

    /// <summary>The row changed: the address, a key, anything.</summary>
    public void ForgetSettings()
    {
        lock (_settings)
        {
            _access = null;
            _keys = _newKeys();
        }

        _lookUps.Forget();
        _dispatcher.Reset();
    }

    public void Dispose() => _dispatcher.Dispose();

    private async Task<WriteAnswer[]> WriteAsync(
        string[] orderIds,
        ProtectedKey? customerKey,
        Func<PanelAccess, Secret, string[], CancellationToken, Task<CallResult<WriteAnswer[]>>> send)
    {
        var (access, key, refusal) = await CallerAsync(customerKey);
        return await InListsAsync(orderIds, refusal, ids => AskAsync(key!, isWrite: true, ids.Length, async cancellationToken =>
        {
            // What was read before or during the write shows the order as it was.
            _lookUps.Touch(ids);
            var result = await send(access!, key!.Secret, ids, cancellationToken);
            _lookUps.Touch(ids);
            return result;
        }));
    }

    private static async Task<WriteAnswer[]> InListsAsync(string[] ids, string? refusal, Func<string[], Task<CallResult<WriteAnswer[]>>> ask)
    {
        var answers = new Dictionary<string, WriteAnswer>(StringComparer.Ordinal);
        foreach (var id in ids)
        {
            if (refusal is not null || !PlausibleId.Is(id))
            {
                answers[id] = new WriteAnswer(id, null, PanelFault.Refused, refusal ?? "That is no order id.");
            }
        }

        var lists = ids.Where(id => !answers.ContainsKey(id)).Distinct(StringComparer.Ordinal).Chunk(OrderLane.MaxIds).ToArray();
        var results = await Task.WhenAll(lists.Select(ask));
        foreach (var (list, result) in lists.Zip(results))
        {
            for (var index = 0; index < list.Length; index++)
            {
                answers[list[index]] = result.Fault is { } fault
                    ? new WriteAnswer(list[index], null, fault, result.Detail)
                    : result.Value![index];
            }
        }

        return Array.ConvertAll(ids, id => answers[id]);
    }

    private async Task<CallResult<T>> AskAsync<T>(
        PanelKey key, bool isWrite, int ids, Func<CancellationToken, Task<CallResult<T>>> send, bool evenIfRefused = false)
        where T : class
    {
        SingleCall<T> call;
        lock (_dispatcher.Gate)
        {
            var now = _dispatcher.Now;
            var deadline = now + _options.Deadline;
            var reserve = TimeForWrite < _options.Deadline / 4 ? TimeForWrite : _options.Deadline / 4;
            call = new SingleCall<T>(key, evenIfRefused, isWrite, ids, now, isWrite ? deadline - reserve : deadline, deadline, send);
            _dispatcher.Submit(call, call, now);
        }

        return await call.Answer;
    }

    private OrderLane LaneOf(PanelAccess access, PanelKey key)
    {
        lock (_dispatcher.Gate)
        {
            return key.Lane ??= new OrderLane(_lookUps, key, ReferenceEquals(key, access.AdminKey)
                ? (ids, cancellationToken) => _adminApi.ReadOrdersAsync(access.BaseUrl, key.Secret, ids, _time.GetUtcNow(), cancellationToken)
                : (ids, cancellationToken) => _customerApi.ReadOrdersAsync(access.BaseUrl, key.Secret, ids, _time.GetUtcNow(), cancellationToken));
        }
    }

    private async ValueTask<Caller> CallerAsync(ProtectedKey? customerKey, Func<PanelAccess, PanelKey?>? ownersKey = null, bool evenIfRefused = false)
    {
        if (await AccessAsync() is not { } access)
        {
            lock (_settings)
            {
                _access = null;
            }

            return new Caller(null, null, "This panel is not connected any more.");
        }

        var key = ownersKey?.Invoke(access)
            ?? (customerKey is not null ? await _keys.OpenAsync(customerKey, CancellationToken.None) : access.AdminKey);
        var refusal = key switch
        {
            null when customerKey is null => NoAdminApi,
            null => "The stored key cannot be opened.",
            _ when !evenIfRefused && key.IsRefused(_dispatcher.Now) => key.Refusal ?? "The panel refuses the key.",
            _ => null,
        };
        return new Caller(access, key, refusal);
    }

    /// <summary>Opened once for all who ask meanwhile: a key opened twice would be asked with twice, and refused twice.</summary>
    private Task<PanelAccess?> AccessAsync()
    {
        lock (_settings)
        {
            if (_access is null or { IsFaulted: true } or { IsCanceled: true })
            {
                _access = OpenAsync(_keys);
            }

            return _access;
        }
    }

    private async Task<PanelAccess?> OpenAsync(PanelKeys keys)
    {
        if (await _read(CancellationToken.None) is not { } row)
        {
            return null;
        }

        return new PanelAccess(
            row.BaseUrl,
            await keys.OpenAsync(row.AdminKey, SecretPurpose.PanelAdminKey, CancellationToken.None),
            await keys.OpenAsync(row.ApiKey, SecretPurpose.PanelApiKey, CancellationToken.None),
            row.BulkIdsField);
    }

    private readonly record struct Caller(PanelAccess? Access, PanelKey? Key, string? Refusal);
}
